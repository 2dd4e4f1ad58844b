"""The whole course as numbered choices on a scrolling terminal."""

import signal
import threading
from collections.abc import Iterator
from io import StringIO

import msgspec
import pytest
import requests

from tests.tui.recorded_course import course, hashes, recording
from tests.unit.cli.plain_reader import at_once, heard, new_progress
from walkthrough.cli.plain import building
from walkthrough.cli.plain.course import hold_course
from walkthrough.cli.plain.dialogue import Dialogue
from walkthrough.course.model import Lesson
from walkthrough.engine.bases import BasePreference
from walkthrough.engine.set_up import SetUpPlan
from walkthrough.errors import BuildError, NoUsableEngineError
from walkthrough.learn.progress import Place, Progress
from walkthrough.measure.model import Conditions
from walkthrough.measure.progress import BuildStarting, RunEvent, RunPlanned
from walkthrough.report.story import Wanted
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore
from walkthrough.tui.recorded import RecordedServices
from walkthrough.tui.recorded_upkeep import RecordedUpkeep
from walkthrough.tui.services import Services
from walkthrough.tui.upkeep import Tell, WorkNews

WAIT_S = 30.0
TO_BUILD = ["", *[""] * 6, "1", "2"]
"""Open lesson 1, read its six pages, answer its two questions."""


def test_a_reader_comes_from_the_first_page_to_the_next_lesson() -> None:
    services = at_once()
    said = heard(services, [*TO_BUILD, "", "", "", "", "g", "", "", "q"])
    assert "Read, page 1 of 6." in said
    assert "Build 1 of 6: hello, cold build." in said
    assert "line 4, RUN go build -o product-catalog .: 20.0 s" in said
    assert "line 3, COPY . .: CACHED" in said
    assert "simple against hello: " in said
    assert "You predicted: " in said
    recap = said.partition("Recap.\n")[2]
    assert 0 < recap.index("What you expected") < recap.index("Read on:")
    assert "Lesson 2: Multi-stage builds. About 15 minutes." in said
    assert said.endswith("Where you are is kept. The same command goes on there.\n")
    assert services.progress.done("simple-build") >= {"Read", "Build", "Compare", "Recap"}
    assert services.progress.place() == Place("multi-stage", "Read", 0)


def test_every_question_says_that_the_runs_are_recorded() -> None:
    said = heard(at_once(), [*TO_BUILD, "", "", ""])
    questions = [line for line in said.splitlines() if "?: all choices." in line]
    assert questions
    assert all(line.startswith("Recorded runs. ") for line in questions)
    assert "Recorded with Docker Engine 28.5.2" in said


def test_a_reader_goes_on_where_they_left_off() -> None:
    progress = new_progress()
    heard(at_once(progress), ["2", "", ""])
    said = heard(at_once(progress), ["", "q"])
    assert "2  Multi-stage builds, 15 minutes, you are here, at read" in said
    assert "Read, page 3 of " in said


def test_each_lesson_goes_on_where_it_was_left_and_the_list_says_where_that_is() -> None:
    progress = new_progress()
    heard(at_once(progress), ["1", "", "7", "2", "", "", "q"])
    said = heard(at_once(progress), ["1", "q"])
    assert "1  A simple build, 10 minutes, left at read" in said
    assert "2  Multi-stage builds, 15 minutes, you are here, at read" in said
    assert "Read, page 2 of " in said


def test_the_end_of_standard_input_ends_politely_wherever_it_comes() -> None:
    for count in range(len(TO_BUILD) + 3):
        said = heard(at_once(), [*TO_BUILD, "", ""][:count])
        assert said.endswith("\nWhere you are is kept. The same command goes on there.\n")


def test_the_lines_times_the_layers_and_the_comparison_can_be_asked_for() -> None:
    said = heard(at_once(), [*TO_BUILD, "", "", "5", "2", "1", "6", "2", "4", "7", "q"])
    assert "Cold build: 21.0 s in all." in said
    assert "4: new: RUN go build -o product-catalog .  [20.0 s]" in said
    assert "The image of simple: 397 MB, about 132 MB to download." in said
    assert "Layer 1: 397 MB, 10 files. COPY . ." in said
    assert "1  A simple build, 10 minutes, you are here" in said


def test_a_wrong_answer_lists_what_there_is_to_choose() -> None:
    said = heard(at_once(), ["99", "?", "q"])
    assert "There is no choice 99." in said
    assert said.count("7  Everything together, 12 minutes") == 3


def test_an_empty_line_answers_no_question_before_a_build() -> None:
    services = at_once()
    said = heard(services, [*TO_BUILD[:-2], "", "s", "3"])
    assert "Choose 1, 2, 3, 4, s." in said
    answers = services.progress.answers("simple-build")
    assert sorted(one.choice is None for one in answers.values()) == [False, True]


def test_nothing_said_moves_the_cursor_or_is_wider_than_the_terminal() -> None:
    answers = [*TO_BUILD, "", "", "4", "5", "", "", "6", "", "?", "2", "2", "7", "q"]
    said = heard(at_once(), answers, width=60)
    assert not [char for char in said if char != "\n" and (ord(char) < 32 or ord(char) == 127)]
    assert not set(said) & set("─│━┃┌┐└┘├┤▆█●○")
    assert max(len(line) for line in said.splitlines()) <= 60


class NothingThere(RecordedUpkeep):
    """The care of a machine on which everything is missing, and can be had."""

    nothing_to_do = ""

    def __init__(self, works: bool) -> None:
        self.done = False
        self._works = works

    def plan(self) -> SetUpPlan:
        return SetUpPlan(("alpine:3.22: 4 MB to download",))

    def set_up(self, preference: BasePreference, tell: Tell) -> None:
        tell(WorkNews("alpine:3.22", "downloading", 0.5, "2 of 4 MB"))
        tell(WorkNews("alpine:3.22", "is there"))
        if not self._works:
            raise NoUsableEngineError("Not installed: dockerd.", "You are not root.", "Ask root.")
        self.done = True


class WithoutEngine(RecordedServices):
    """A machine without an engine until it is set up, with a recording beside it."""

    is_recorded = False

    def __init__(self, works: bool = True) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())
        self.upkeep = self.care = NothingThere(works)

    def connect(self) -> Conditions:
        if not self.care.done:
            raise NoUsableEngineError("No engine answers.", "Nothing listens.", "Start one.")
        return msgspec.structs.replace(super().connect(), recorded_on="")

    def as_recorded(self) -> Services:
        return at_once(self.progress)


def test_recorded_runs_are_used_without_an_engine_only_when_chosen() -> None:
    said = heard(WithoutEngine(), ["2", "1", "q"])
    assert "No engine answers.\nWhy: Nothing listens.\nNext: Start one.\n" in said
    assert "Recorded" not in said
    said = heard(WithoutEngine(), ["3", "q"])
    assert "Recorded on 2026-11-21, engine 28.5" in said
    assert "Recorded runs. Enter: lesson 1" in said


def test_building_without_an_engine_asks_again_what_to_do() -> None:
    said = heard(WithoutEngine(), ["2", "1", "3", "3", "q"])
    assert said.count("No engine answers.") == 2
    assert said.index("Recorded on 2026-11-21") < said.index("Build 1 of 6")


def test_setting_up_says_what_it_will_do_and_what_it_does() -> None:
    said = heard(WithoutEngine(), ["1", "q"])
    assert "Setting up would do this:\n- alpine:3.22: 4 MB to download\n" in said
    assert "alpine:3.22: downloading 2 of 4 MB, 50%\nalpine:3.22: is there\n" in said
    assert "Engine ready: engine 28.5" in said


def test_a_set_up_that_fails_says_why_and_can_be_tried_again() -> None:
    said = heard(WithoutEngine(works=False), ["1", "1", "q"])
    assert said.count("Not installed: dockerd.\nWhy: You are not root.\nNext: Ask root.\n") == 2


class Failing(RecordedServices):
    """Builds that fail at once."""

    def __init__(self) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        yield RunPlanned((), None)
        raise BuildError("The cold build failed at line 4.", "no such\x1b[2J file", "Mend it.")


def test_a_failed_build_says_why_and_what_to_try_and_goes_on() -> None:
    said = heard(Failing(), ["1", "3", "7", "q"])
    assert "The cold build failed at line 4.\nWhy: no such file\nNext: Mend it.\n" in said
    assert "\x1b" not in said
    assert said.endswith("goes on there.\n")


class Losing(Failing):
    """An engine that goes away while it builds."""

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        yield RunPlanned((), None)
        raise requests.ConnectionError("Connection aborted.")


def test_an_engine_that_goes_away_is_told_and_the_reader_goes_on() -> None:
    said = heard(Losing(), ["1", "3", "7", "q"])
    assert "The engine did not do what it was asked.\nWhy: Connection aborted.\n" in said
    assert said.endswith("goes on there.\n")


class Announcing(RecordedServices):
    """Says when a build runs."""

    def __init__(self) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())
        self.building = threading.Event()

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        for event in super().run(lesson, wanted):
            if isinstance(event, BuildStarting):
                self.building.set()
            yield event


def test_ctrl_c_stops_a_build_and_comes_back_to_the_questions() -> None:
    services = Announcing()

    def interrupt() -> None:
        if services.building.wait(WAIT_S):
            signal.raise_signal(signal.SIGINT)

    sending = threading.Thread(target=interrupt)
    sending.start()
    said = heard(services, ["1", "3", "7", "q"])
    sending.join()
    assert "\nStopped.\n" in said
    assert "All is built." not in said
    assert said.endswith("goes on there.\n")


def test_what_still_runs_is_said_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "STILL_SECONDS", 0.02)
    words = "line 4, RUN go build -o hello main.go is still going on."
    said: list[str] = []

    def listen(text: str) -> None:
        first = words in text and not any(words in one for one in said)
        said.append(text)
        if first:
            signal.raise_signal(signal.SIGINT)

    services = RecordedServices(course(), new_progress(), recording(), hashes())
    hold_course(services, Dialogue(StringIO("1\n3\n"), listen, 80, echo=True))
    assert any(words in one for one in said)


def test_a_store_that_cannot_be_written_is_told() -> None:
    store = ProgressStore(open_database(None))
    services = at_once(Progress(store, course().title))
    store.close()
    assert "Where you are cannot be kept on disk: " in heard(services, ["1", "q"])


def test_a_lesson_without_questions_goes_straight_to_its_builds() -> None:
    services = at_once()
    first = msgspec.structs.replace(services.course.lessons[0], predictions=())
    services.course = msgspec.structs.replace(
        services.course, lessons=(first, *services.course.lessons[1:])
    )
    assert "Enter: go on: build." in heard(services, ["1", *[""] * 5])


def test_an_extra_is_chosen_by_its_id_and_leads_back_to_all_lessons() -> None:
    services = at_once()
    extra = services.course.extras[0]
    reading = [""] * (len(extra.steps) - 1)
    said = heard(services, [extra.id, *reading, "1", "", "", "", "q"])
    assert f"{extra.id}  Extra: {extra.title}, {extra.minutes} minutes" in said
    assert f"Extra {extra.id}: {extra.title}." in said
    assert "of this lesson not recorded." in said
    assert "Enter: all lessons." in said
    assert "Recap" in services.progress.done(extra.id)
