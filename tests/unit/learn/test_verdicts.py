"""What each check makes of what was seen, and the words for it."""

import pytest

from walkthrough.build.timing import BuildSummary, StepResult
from walkthrough.course.exercise_checks import (
    AnyCheck,
    Builds,
    ContextWithout,
    EditKeeps,
    ImageBelow,
    LayersWithout,
    ModulesDownloaded,
    NotRoot,
    Prints,
    Serves,
    StageExists,
    Stops,
    TimeBelow,
)
from walkthrough.engine.containers import HttpAnswer, RunResult, StopResult
from walkthrough.learn.check_run import CHEAP_FIRST, in_order
from walkthrough.learn.seen import (
    Answered,
    Built,
    Found,
    Ran,
    Rebuilt,
    Seen,
    Sizes,
    Stages,
    Stopped,
    Timed,
    Unseen,
    Users,
)
from walkthrough.learn.verdicts import expected, verdict


def summary(modules: int | None = 0, cached: tuple[bool, ...] = (True,)) -> BuildSummary:
    steps = tuple(
        StepResult(f"RUN step {number}", "", number, 1.0, one) for number, one in enumerate(cached)
    )
    return BuildSummary(3.0, 0, 0, 0, 0, sum(cached), len(cached), modules, steps, "id", 1)


SERVES = Serves(id="a", why="", contains="mug")
STOPS = Stops(id="a", why="")
SMALL = ImageBelow(id="a", why="", of="simple", fraction=0.1)
TIME = TimeBelow(id="a", why="", scenario="code-edit", fraction=0.34)
KEEPS = EditKeeps(id="a", why="", scenario="commit")
ONE = ModulesDownloaded(id="a", why="", scenario="dependency-edit", at_least=1)
NONE = ModulesDownloaded(id="a", why="", scenario="code-edit", at_most=0)
CASES: tuple[tuple[AnyCheck, Seen, bool, str], ...] = (
    (Builds(id="a", why=""), Built(summary()), True, "it works, in 3.0 s"),
    (Builds(id="a", why=""), Unseen("it fails"), False, "it fails"),
    (StageExists(id="a", why="", stage="Builder"), Stages(("builder",)), True, "stages builder"),
    (ContextWithout(id="a", why="", paths=(".env",)), Found((".env",)), False, ".env"),
    (LayersWithout(id="a", why="", content="x"), Found(()), True, "nothing of it is there"),
    (SMALL, Sizes(9, 100), True, "9 B against 100 B of simple"),
    (SMALL, Sizes(10, 100), False, "10 B against 100 B of simple"),
    (SERVES, Answered(HttpAnswer(200, b"a mug")), True, "it answers 200"),
    (SERVES, Answered(HttpAnswer(200, b"none")), False, "it answers 200 with 'none'"),
    (SERVES, Answered(HttpAnswer(500, b"")), False, "it answers 500"),
    (STOPS, Stopped(StopResult(0.2, 0, False)), True, "it ended after 0.20 s, exit code 0"),
    (STOPS, Stopped(StopResult(1.2, 0, False)), False, "it ended after 1.2 s, exit code 0"),
    (STOPS, Stopped(StopResult(0.1, 143, False)), True, "it ended after 0.10 s, exit code 143"),
    (
        STOPS,
        Stopped(StopResult(0.1, 137, False)),
        False,
        "it was killed at once, with no time to end by itself",
    ),
    (
        STOPS,
        Stopped(StopResult(3.1, 137, True)),
        False,
        "it still ran after 3.1 s and was killed",
    ),
    (NotRoot(id="a", why=""), Users((10001, 10001)), True, "user id 10001"),
    (NotRoot(id="a", why=""), Users((10001, 0)), False, "user id 0, 10001"),
    (
        Prints(id="a", why="", contains="hi"),
        Ran(RunResult("hi\n", 0, 1)),
        True,
        "'hi', exit code 0",
    ),
    (Prints(id="a", why="", contains="hi"), Ran(RunResult("hi", 1, 1)), False, "'hi', exit code 1"),
    (KEEPS, Rebuilt(summary(cached=(True, True))), True, "2 steps cached"),
    (KEEPS, Rebuilt(summary(cached=(True, False))), False, "ran again: line 1: RUN step 1"),
    (NONE, Rebuilt(summary(0)), True, "0 modules downloaded"),
    (NONE, Rebuilt(summary(14)), False, "14 modules downloaded"),
    (ONE, Rebuilt(summary(0)), False, "0 modules downloaded"),
    (ONE, Rebuilt(summary(1)), True, "1 module downloaded"),
    (
        ONE,
        Rebuilt(summary(None)),
        False,
        "the log does not show what was downloaded: write `go mod download -x` on one line",
    ),
    (TIME, Timed(30, (12, 9)), True, "9.0 s against 30.0 s cold"),
    (TIME, Timed(30, (21,)), False, "21.0 s against 30.0 s cold"),
    (TIME, Timed(30, (2,), earlier=True), True, "2.0 s against 30.0 s cold, of an earlier check"),
)


@pytest.mark.parametrize(("check", "seen", "passed", "words"), CASES)
def test_a_check_is_judged_by_what_was_seen(
    check: AnyCheck, seen: Seen, passed: bool, words: str
) -> None:
    judged = verdict(check, seen)
    assert (judged.passed, judged.seen) == (passed, words)
    assert expected(check)


def test_what_is_expected_is_told_in_words() -> None:
    assert expected(SMALL) == "an image below 1/10 of simple's"
    assert expected(NONE) == "after code-edit, no module is downloaded"
    assert expected(ONE) == "after dependency-edit, at least 1 module is downloaded"
    assert expected(TIME) == "code-edit takes less than 34% of a cold build"
    assert expected(KEEPS) == "after commit, every step is cached"
    secret = LayersWithout(id="a", why="", paths=(".env",), content="x")
    assert expected(secret) == "no .env and no file with the secret in any layer of any stage"
    named = LayersWithout(id="a", why="", where="image", content="x", what="nothing of Go's caches")
    assert expected(named) == "nothing of Go's caches in any layer of the image"


def test_what_is_quick_to_see_is_looked_at_first() -> None:
    checks = (TIME, SMALL, Builds(id="b", why=""), StageExists(id="c", why="", stage="x"))
    assert [type(one).__name__ for one in in_order(checks)] == [
        "StageExists",
        "Builds",
        "ImageBelow",
        "TimeBelow",
    ]
    assert set(CHEAP_FIRST) == set(AnyCheck.__args__)


def test_a_check_that_nothing_fits_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        verdict(SMALL, Users((0,)))
