"""What a place is for, in a sentence or two: each pane explains itself when its keys are shown."""

from typing import NamedTuple

from textual.screen import Screen


class About(NamedTuple):
    """A place's title and what it is for."""

    title: str
    text: str


ABOUT = {
    "course": About(
        "Course",
        "The lessons, each with its minutes or, once built, with your own figures. Below them the "
        "extras, which are counted nowhere. Beside them "
        "your journey: what each variant has brought so far.",
    ),
    "page": About(
        "Page",
        "The lesson's text. Figures in it are your own as soon as they are measured; · stands for "
        "one that is not yet.",
    ),
    "predict": About(
        "Predict",
        "A guess before the build. It is kept and shown beside what was measured; skipping costs "
        "nothing.",
    ),
    "dockerfile": About(
        "Dockerfile",
        "The variant's Dockerfile. + and ~ mark what changed since the variant before. After a "
        "build each line has its time, or CACHED where nothing had to be done. The arrow keys or "
        "a click explain a line: what it does, and when its step runs again.",
    ),
    "build": About(
        "Build",
        "The steps as they run, each with its stage, its line and its time, and below them the "
        "build's own output. Scrolled up, the output stays where you read.",
    ),
    "compare": About(
        "Compare",
        "The lesson's variants side by side: bars on one scale, the verdict in words, the range "
        "from three runs on. Differences within the range are too close to call.",
    ),
    "inside": About(
        "Inside",
        "What the image is made of, layer by layer: sizes, files, and what the better variant "
        "leaves out.",
    ),
    "exercise": About(
        "Exercise",
        "Your own Dockerfile, checked by what the build really does. Each check says what was "
        "expected, what was seen, and why it matters.",
    ),
}


def about(screen: Screen[object]) -> About | None:
    """What explains the focused part of the screen, else its open pane, else the screen itself."""
    parts = screen.focused.ancestors_with_self if screen.focused is not None else ()
    for part in parts:
        text = getattr(part, "help_text", "")
        if text and part is not screen:
            return About(getattr(part, "help_title", ""), text)
    pane = getattr(screen, "open_pane", None)
    for name in (pane, getattr(screen, "place", "")):
        if name in ABOUT:
            return ABOUT[name]
    text = getattr(screen, "help_text", "")
    return About(getattr(screen, "help_title", ""), text) if text else None
