"""A lesson as a dialogue: its steps one after the other, and what can be looked at meanwhile."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from walkthrough.cli.plain.building import build
from walkthrough.cli.plain.dialogue import QUIT, Choice, Dialogue
from walkthrough.cli.plain.engine import EngineDialogue
from walkthrough.cli.plain.exercising import practise
from walkthrough.cli.plain.looking import compare, show_inside, show_times
from walkthrough.cli.plain.predicting import ask_questions, expected_words, open_questions
from walkthrough.cli.plain.reading import page_lines
from walkthrough.course.model import Lesson
from walkthrough.learn.progress import Place
from walkthrough.report.story import (
    above_links,
    disturbed_builds,
    filled,
    missing_builds,
    pages_of,
    steps_of,
    wanted_next,
)
from walkthrough.tui.format import plural, recorded_words
from walkthrough.tui.services import Services

PACE = "8"
ASKING = frozenset({"Predict", "Exercise"})
"""Steps that ask by themselves; going back passes them."""
SLOWEST_AT_ONCE = 100.0
Kind = Literal["page", "step", "build", "engine", "lesson", "lessons"]


class Act(Struct, frozen=True):
    """What the enter key does next, in words too; where it leads in `step` or `lesson`."""

    kind: Kind
    words: str
    step: str = ""
    lesson: Lesson | None = None


class LessonDialogue:
    """One lesson, from where the reader left it."""

    def __init__(self, engine: EngineDialogue, lesson: Lesson, place: Place, said: Dialogue):
        self._engine = engine
        self._lesson = lesson
        self._dialogue = said
        self._steps = steps_of(lesson)
        self._step = place.step if place.step in self._steps else self._steps[0]
        self._page = place.page

    @property
    def _services(self) -> Services:
        return self._engine.services

    def hold(self) -> Lesson | None:
        """Talk until the reader leaves the lesson: for another, or for the list of all."""
        lesson, dialogue = self._lesson, self._dialogue
        dialogue.say()
        dialogue.say(
            f"{lesson.called.capitalize()}: {lesson.title}. About {lesson.minutes} minutes."
        )
        self._arrive(self._step, self._page)
        dialogue.say()
        dialogue.list_choices(self._choices(self._next()))
        while True:
            act = self._next()
            key = dialogue.choose(self._choices(act), "1")
            if key == "7":
                return None
            if key == "1" and act.kind in ("lesson", "lessons"):
                self._finish()
                return act.lesson
            self._do(key, act)

    def _choices(self, act: Act) -> tuple[Choice, ...]:
        return (
            Choice("1", act.words),
            Choice("2", "back"),
            Choice("3", self._build_words()),
            Choice("4", "compare the variants"),
            Choice("5", "where the time went, line by line"),
            Choice("6", "what is inside an image"),
            Choice("7", "all lessons"),
            *((Choice(PACE, self._pace_words()),) if self._services.is_recorded else ()),
            QUIT,
        )

    def _do(self, key: str, act: Act) -> None:
        match key:
            case "1":
                self._go_on(act)
            case "2":
                self._back()
            case "3":
                self._build()
            case "4":
                compare(self._services, self._lesson, self._dialogue)
            case "5":
                show_times(self._services, self._lesson, self._dialogue)
            case "6":
                show_inside(self._services, self._lesson, self._dialogue)
            case "8":
                self._services.quicken()
                self._dialogue.say(f"{PACE}: {self._pace_words()}.")

    def _go_on(self, act: Act) -> None:
        match act.kind:
            case "page":
                self._arrive(self._step, self._page + 1)
            case "build":
                self._build()
            case "engine":
                self._engine.look_or_offer()
            case "step":
                self._finish()
                self._arrive(act.step, 0)

    def _next(self) -> Act:
        """The next page, the missing builds, the next step, the next lesson."""
        pages = pages_of(self._lesson, self._step)
        if self._page + 1 < len(pages):
            return Act("page", f"next page, {pages[self._page + 1].title}")
        missing = self._step == "Build" and self._missing()
        if missing and not self._engine.ready:
            return Act("engine", "look for an engine, or set one up")
        if missing:
            return Act("build", self._build_words())
        following = next(self._steps_ahead(), "")
        if following:
            return Act("step", f"go on: {following.lower()}", step=following)
        later = self._services.course.after(self._lesson)
        if later is not None:
            words = f"{later.called}, {later.title}"
            return Act("lesson", words, lesson=later)
        return Act("lessons", "all lessons")

    def _steps_ahead(self) -> Iterator[str]:
        """The steps to come that have something in them."""
        for step in self._steps[self._steps.index(self._step) + 1 :]:
            if step == "Predict" and not open_questions(self._services, self._lesson):
                continue
            yield step

    def _arrive(self, step: str, page: int) -> None:
        """Go to this page of this step, keep that the reader is there, and say what is there."""
        pages = pages_of(self._lesson, step)
        self._step, self._page = step, max(0, min(page, len(pages) - 1))
        progress = self._services.progress
        progress.remember(Place(self._lesson.id, step, self._page))
        if step == self._steps[-1]:
            self._finish()
        if progress.problem:
            self._dialogue.say(progress.problem)
        self._dialogue.say()
        self._say_page()
        match step:
            case "Predict":
                ask_questions(self._services, self._lesson, self._dialogue)
            case "Build":
                missing = len(self._missing())
                verb = "replayed" if self._services.is_recorded else "measured"
                said = f"{plural(missing, 'build')} to come" if missing else f"all is {verb}"
                lacking = len(self._services.lacking(self._lesson))
                if lacking:
                    said = f"{plural(lacking, 'build')} of this lesson not recorded"
                self._dialogue.say(f"Build: {said}.")
                recorded = self._services.recorded_time(self._lesson)
                if recorded is not None:
                    self._dialogue.say(recorded_words(recorded))
                self._say_disturbed()
                if missing and self._services.is_recorded:
                    self._dialogue.say(f"{PACE}: {self._pace_words()}.")
            case "Exercise":
                practise(self._services, self._lesson, self._dialogue)
            case "Compare":
                compare(self._services, self._lesson, self._dialogue)

    def _say_page(self) -> None:
        """Say the page of this step, if it has one."""
        pages = pages_of(self._lesson, self._step)
        if not pages:
            return
        count = f", page {self._page + 1} of {len(pages)}" if len(pages) > 1 else ""
        self._dialogue.say(f"{self._step}{count}.")
        self._dialogue.say()
        text = filled(pages[self._page], self._services.results())
        if self._step == "Recap":
            text = above_links(text, [expected_words(self._services, self._lesson)])
        self._dialogue.say_all(page_lines(text, self._dialogue.width), indent="      ")
        self._dialogue.say()

    def _finish(self) -> None:
        self._services.progress.finish(self._lesson.id, self._step)

    def _back(self) -> None:
        """One page back, or to the last page of the step before."""
        if self._page:
            self._arrive(self._step, self._page - 1)
            return
        before = [one for one in self._steps[: self._steps.index(self._step)] if one not in ASKING]
        if before:
            self._arrive(before[-1], len(pages_of(self._lesson, before[-1])) - 1)
        else:
            self._dialogue.say("This is the lesson's first page.")

    def _missing(self) -> tuple[tuple[str, str], ...]:
        services = self._services
        lacking = services.lacking(self._lesson)
        missing = missing_builds(services.course, self._lesson, services.results())
        return tuple(one for one in missing if one not in lacking)

    def _say_disturbed(self) -> None:
        """Say which figures rest on disturbed builds, and what measures those once more."""
        disturbed = disturbed_builds(self._lesson, self._services.results())
        if disturbed and not self._missing():
            self._dialogue.say(f"{plural(len(disturbed), 'build')} of them disturbed.")
            self._dialogue.say("3 measures those once more.")

    def _build_words(self) -> str:
        services = self._services
        missing = len(self._missing())
        verb = "replay" if services.is_recorded else "run"
        if missing:
            return f"{verb} {plural(missing, 'build')}"
        again = wanted_next(services.course, self._lesson, services.results()).again
        return "measure once more what was disturbed" if again else "build everything once more"

    def _pace_words(self) -> str:
        pace = self._services.pace()
        if pace > SLOWEST_AT_ONCE:
            return "changes the pace; now builds are replayed at once"
        times = f"{pace:.0f} times " if pace > 1 else ""
        return f"changes the pace; now builds are replayed at {times}the recorded one"

    def _build(self) -> None:
        """Build what is missing, else everything once more; then the step's next act follows."""
        if not self._engine.ready:
            self._engine.look_or_offer()
        if not self._engine.ready:
            return
        wanted = wanted_next(self._services.course, self._lesson, self._services.results())
        if self._step != "Build":
            self._arrive("Build", 0)
        if build(self._services, self._lesson, wanted, self._dialogue):
            self._dialogue.say("All is built.")
        self._dialogue.say()
