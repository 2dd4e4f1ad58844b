"""What the app knows of the engine, in words, and the messages that tell screens of it."""

from msgspec import Struct
from textual.content import Content
from textual.message import Message

from walkthrough.errors import WalkthroughError
from walkthrough.learn.progress import Place
from walkthrough.measure.model import Conditions
from walkthrough.tui.format import bases_words, conditions_words
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import line
from walkthrough.tui.widgets.header import Status


class EngineState(Struct, frozen=True):
    """Found (`conditions`), missing (`error`) or `lost`, or still being looked for."""

    conditions: Conditions | None = None
    error: str = ""
    why: str = ""
    next_step: str = ""
    lost: bool = False

    @property
    def ready(self) -> bool:
        """Whether builds can run."""
        return self.conditions is not None

    @property
    def needs_set_up(self) -> bool:
        """Whether an engine or its bases are missing."""
        return bool(self.error)

    @property
    def has_stand_ins(self) -> bool:
        """Whether a base image is a stand-in."""
        found = self.conditions
        return found is not None and any(base.kind == "stand-in" for base in found.bases)

    def status(self) -> Status:
        """For the top right."""
        if self.conditions is not None:
            return Status(conditions_words(self.conditions))
        if self.error:
            words = "the engine is gone" if self.lost else "no engine to build with"
            return Status((words, "no engine"), "○", FAILED)
        return Status(("looking for an engine", "looking"), "○", FAINT)

    def line(self) -> Content:
        """For the course's bottom line."""
        found = self.conditions
        if found is None and self.error:
            return line(
                ("○ ", FAILED),
                (self.error, STRONG),
                (f" {self.why}  ", MUTED),
                ("e", KEY),
                (" says more" if self.lost else " sets it up", MUTED),
            )
        if found is None:
            return line(("○ ", FAINT), ("Looking for an engine.", MUTED))
        facts = f"   {found.engine_version}, {found.image_store}, {found.cpus} CPUs"
        bases = bases_words(found).partition(" ")[0]
        if found.recorded_on:
            return line(
                ("● ", WORSE),
                (f"Recorded on {found.recorded_on}", WORSE),
                (" with", MUTED),
                (f" {found.engine}", PLAIN),
                (facts, MUTED),
                ("      Bases", PLAIN),
                (f"   {bases}", MUTED),
            )
        return line(
            ("● ", DONE),
            ("Engine ready", PLAIN),
            (facts, MUTED),
            ("      Bases", PLAIN),
            (f"   {bases}", MUTED),
        )


def missing(error: WalkthroughError) -> EngineState:
    """The state in which this error says what is missing."""
    return EngineState(None, error.what, error.why, error.next_step)


def lost() -> EngineState:
    """The state when the engine that was there does not answer any more."""
    return EngineState(
        error="The engine does not answer any more.",
        why="It was stopped, or the way to it is gone. What was measured is kept.",
        next_step="Start it again; as soon as it answers, the course goes on. l looks at once.",
        lost=True,
    )


class LookForEngine(Message):
    """The engine is to be looked for again."""


class EngineChanged(Message, bubble=False):
    """The engine was found, or was not; or older results were read meanwhile."""

    def __init__(self, state: EngineState) -> None:
        super().__init__()
        self.state = state


class OpenLesson(Message):
    """The reader goes to this place."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class ShowEngine(Message):
    """The reader wants to see the engine, or cannot go on without it."""
