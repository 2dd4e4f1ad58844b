"""Make the pictures in docs/pictures from the app with recorded runs.

Each is an SVG that loads nothing: no font, no style sheet. Bars are drawn as rectangles, because
fonts leave seams between block characters. Another folder, and another home for what the app
writes meanwhile (pictures show its path), can be named: `pictures.py FOLDER HOME`.
"""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
HOME = Path(tempfile.gettempdir()) / "walkthrough"
SIZE = (120, 36)
WAIT_S = 60.0
POLL_S = 0.05
SETTLE_S = 0.5
COMPILING_S = 4.0
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
CELL_WIDTH, LINE_HEIGHT, ASCENT = 12.2, 24.4, 18.5
TIPS = {character: eighths for eighths, character in enumerate("▏▎▍▌▋▊▉█", start=1)}
HEIGHTS = {character: eighths for eighths, character in enumerate("▁▂▃▄▅▆▇", start=1)}
STROKES = {"━": (10.2, 4.0, 1.0), "╸": (10.2, 4.0, 0.5), "─": (11.2, 2.0, 1.0)}
"""Lines by their top, height and share of the cell."""
LAST_ROW = re.compile(r'(-clip-terminal">\s*<rect [^>]*height=")([\d.]+)')
"""The window is a little lower than its rows."""
TEXT = re.compile(
    r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="[^"]*">'
    r"([^<]*)</text>"
)


def standalone(svg: str) -> str:
    """The same picture without anything to load."""
    without_fonts = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    named = re.sub(r"font-family:\s*[^;]*;", f"font-family: {FONTS};", without_fonts)
    whole = LAST_ROW.sub(lambda found: f"{found[1]}{float(found[2]) + 3:.1f}", named)
    return TEXT.sub(_redrawn, whole)


def _redrawn(text: re.Match[str]) -> str:
    """Rectangles in place of a text that consists of bars and rules alone."""
    style, left, baseline = text[1], float(text[2]), float(text[3])
    characters = text[4].replace("&#160;", " ")
    if not characters or not set(characters) <= {*TIPS, *HEIGHTS, *STROKES}:
        return text[0]
    drawn = []
    for run in re.finditer(r"(.)\1*", characters):
        x = left + run.start() * CELL_WIDTH
        width, top, height = len(run[0]) * CELL_WIDTH, 0.0, LINE_HEIGHT
        character = run[1]
        if character in HEIGHTS:
            height = LINE_HEIGHT * HEIGHTS[character] / 8
            top = LINE_HEIGHT - height
        elif character in STROKES:
            top, height, share = STROKES[character]
            width *= share
        else:
            width *= TIPS[character] / 8
        drawn.append(
            f'<rect class="{style}" shape-rendering="crispEdges" x="{x:.2f}" '
            f'y="{baseline - ASCENT + top:.2f}" width="{width:.2f}" height="{height:.2f}"/>'
        )
    return "".join(drawn)


async def take_all(keep: Callable[[str, str], None]) -> None:
    """Go through the app and keep an SVG of each place by its name."""
    from walkthrough.course.load import load_course
    from walkthrough.learn.progress import Place, Progress
    from walkthrough.report.story import STEPS, builds_of
    from walkthrough.store.database import open_database
    from walkthrough.store.progress import ProgressStore
    from walkthrough.tui.app import WalkthroughApp
    from walkthrough.tui.engine_state import OpenLesson
    from walkthrough.tui.recorded import shipped_services

    course = load_course()
    progress = Progress(ProgressStore(open_database(None)), course.title, recorded=True)
    for lesson in course.lessons[:5]:
        steps = STEPS if lesson.number < 5 else STEPS[:3]
        for step in steps:
            progress.finish(lesson.id, step)
        for pair in builds_of(lesson):
            progress.keep_replayed(lesson.id, *pair)
    progress.remember(Place("cache-mounts", "Compare"))
    app = WalkthroughApp(shipped_services(course, progress))

    async with app.run_test(size=SIZE) as pilot:

        async def seen(*words: str) -> None:
            for _ in range(int(WAIT_S / POLL_S)):
                await pilot.pause(POLL_S)
                rows = app.screen._compositor.render_strips()
                shown = "\n".join(row.text for row in rows).replace("\u00a0", " ")
                if all(word in shown for word in words):
                    return
            raise SystemExit(f"never saw {words} in\n{shown}")

        async def take(name: str, *words: str) -> None:
            await seen(*words)
            await pilot.pause(SETTLE_S)
            keep(name, standalone(app.export_screenshot()))

        def go_to(lesson_id: str, step: str) -> None:
            app.post_message(OpenLesson(Place(lesson_id, step)))

        await take("course", "go on: lesson 5", "faster")
        go_to("cache-mounts", "Compare")
        await take("compare", "faster", "next: exercise")
        go_to("dependencies", "Read")
        await take("lesson", "Where the time went")
        go_to("multi-stage", "Compare")
        await seen("2  Multi-stage builds", "next: exercise")
        await pilot.press("4")
        await take("inside", "Layers of multi-stage")
        go_to("simple-build", "Exercise")
        await seen("start the exercise")
        await pilot.press("enter")
        await take("exercise", "save and close")
        await pilot.press("escape", "escape")
        go_to("context-mount", "Build")
        await seen("replay")
        await pilot.press("enter")
        await seen("running", "go: downloading")
        await pilot.pause(COMPILING_S)
        await take("build", "running", "build 1 of 2")
        await pilot.press("escape")


def main(folder: Path, home: Path) -> None:
    """Write all pictures into this folder and tell their names; nothing stays in `home`."""
    if home.exists():
        raise SystemExit(f"{home} is there already: name another folder as the home.")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(WALKTHROUGH_HOME=str(home), HOME=str(home.parent))

    def keep(name: str, svg: str) -> None:
        file = folder / f"{name}.svg"
        file.write_text(svg, "utf-8")
        sys.stdout.write(f"{file.name}\n")

    try:
        asyncio.run(take_all(keep))
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    named = [Path(one) for one in sys.argv[1:]]
    main(*(named if len(named) == 2 else (FOLDER, HOME)))
