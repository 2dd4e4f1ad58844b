"""What a lesson's filled key does next, and the keys beside it. Pure."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from walkthrough.course.model import Course, Lesson
from walkthrough.report.story import pages_of, steps_of
from walkthrough.tui.command import Command
from walkthrough.tui.commands import named
from walkthrough.tui.format import plural
from walkthrough.tui.questions import Question, choice_count

Kind = Literal[
    "page", "answer", "choose", "step", "build", "more", "engine", "lesson", "course", "wait"
]
CHOOSING = ("predict.first", "predict.skip", "predict.up")
CHOOSE_FIRST = "Choose one with its number or with ↑↓ first, or skip the question with n."
OF_DOCKERFILE = (
    "lesson.back",
    "lesson.dockerfile",
    "lesson.scenario",
    "lesson.variant",
    "lesson.build",
)
KEYS_OF_TAB = {
    "predict": ("predict.first", "predict.skip", "predict.up", "lesson.back"),
    "page": ("lesson.back", "lesson.dockerfile", "lesson.build"),
    "dockerfile": ("dockerfile.down", *OF_DOCKERFILE),
    "dockerfile ignored": ("dockerfile.down", "dockerfile.ignore", *OF_DOCKERFILE),
    "dockerfile new": ("dockerfile.ignore", "dockerfile.down", *OF_DOCKERFILE),
    "build": (
        "lesson.back",
        "lesson.dockerfile",
        "lesson.build",
        "lesson.more",
        "build.open_log",
        "build.search",
        "build.copy",
    ),
    "compare": (
        "lesson.more",
        "compare.metric",
        "app.journey",
        "lesson.back",
        "lesson.dockerfile",
    ),
    "inside": (
        "inside.expand",
        "inside.open",
        "inside.left_out",
        "inside.switch",
        "lesson.variant",
        "inside.find",
        "lesson.dockerfile",
        "lesson.back",
    ),
    "inside file": ("inside.down", "inside.left_out", "lesson.dockerfile"),
}


class NextAct(Struct, frozen=True):
    """What `enter` does, in words too; where it leads in `step` or `lesson`."""

    kind: Kind
    words: str
    step: str = ""
    lesson: Lesson | None = None


def next_act(
    course: Course,
    lesson: Lesson,
    step: str,
    page: int,
    *,
    question: Question | None,
    chosen: bool,
    missing: int,
    building: bool,
    engine_ready: bool,
    recorded: bool,
) -> NextAct:
    """The next page, the builds that are `missing`, the next step, the next lesson."""
    if building:
        return NextAct("wait", "compare, when done")
    if question is not None and choice_count(question):
        return NextAct("answer" if chosen else "choose", "keep my answer")
    pages = pages_of(lesson, step)
    if question is not None and page + 1 < len(lesson.predictions):
        return NextAct("page", "next: another question")
    if page + 1 < len(pages):
        return NextAct("page", f"next: {pages[page + 1].title}")
    if step == "Build" and missing and not engine_ready:
        return NextAct("engine", "set up engine and bases")
    if step == "Build" and missing:
        verb = "replay" if recorded else "run"
        return NextAct("build", f"{verb} {plural(missing, 'build')}")
    steps = steps_of(lesson)
    place = steps.index(step) + 1
    if place < len(steps):
        return NextAct("step", f"next: {steps[place].lower()}", step=steps[place])
    following = course.after(lesson)
    if following is not None:
        words = f"{following.called}: {following.title}"
        return NextAct("lesson", words, lesson=following)
    return NextAct("course", "to the course")


def side_commands(
    tab: str,
    *,
    building: bool,
    recorded: bool,
    with_page: bool,
    goes_back: bool,
    choices: int,
    pace: float,
    leave_words: str = "",
) -> Iterator[tuple[Command, str]]:
    """The commands beside the filled key, with their words, in the order of their use.

    `choices` can be chosen from now; `leave_words` say what esc does where it does not leave the
    lesson.
    """
    ids = list(KEYS_OF_TAB[tab])
    if not goes_back:
        ids = [name for name in ids if name != "lesson.back"]
    if not choices:
        ids = [name for name in ids if name not in CHOOSING]
    if building:
        of_log = ("build.follow", "build.search", "build.open_log") if tab == "build" else ()
        ids = ["lesson.leave", *of_log, "lesson.dockerfile"]
    if recorded and tab != "predict":
        ids = [name for name in ids if name != "lesson.more"]
        ids.insert(1, "lesson.quicken")
    if not building:
        ids.insert(0 if leave_words else len(ids), "lesson.leave")
    for command in named(ids):
        words = command.words
        if command.id == "lesson.leave" and building:
            words = "stop"
        elif command.id == "lesson.leave" and leave_words:
            words = leave_words
        if command.id == "lesson.quicken":
            words = f"pace {pace:.0f}×" if pace < 1000 else "pace: at once"
        shown = command
        if command.id == "lesson.dockerfile" and with_page:
            shown = command._replace(shown=command.shown.replace("1", "0", 1))
        if command.id == "predict.first":
            shown = command._replace(shown=f"1-{choices}")
        yield shown, words
