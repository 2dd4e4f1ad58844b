"""What is printed of a benchmark says whether its goal holds, and the rounds are fair."""

from benchmarks.result import (
    Bounded,
    Compared,
    NotMeasured,
    alternated,
    lines,
)
from walkthrough.measure.statistics import Spread


def test_ours_and_theirs_take_turns() -> None:
    order: list[str] = []

    def timed(who: str) -> float:
        order.append(who)
        return float(len(order))

    our_s, their_s = alternated(lambda: timed("ours"), lambda: timed("theirs"), 3)

    assert order == ["ours", "theirs"] * 3
    assert our_s == Spread(3.0, 1.0, 5.0, 3)
    assert their_s == Spread(4.0, 2.0, 6.0, 3)


def test_a_comparison_shows_both_times_their_ratio_and_that_the_goal_holds() -> None:
    compared = Compared(
        "unchanged build",
        "ours",
        "docker",
        Spread(0.07, 0.06, 0.09, 5),
        Spread(0.28, 0.2, 0.3, 5),
        0.35,
    )

    title, ours, theirs, ratio = lines(compared)

    assert title == "unchanged build (5 of each in turn)"
    assert plain(ours) == "ours 0.070 s 0.060 to 0.090 s"
    assert plain(theirs) == "docker 0.280 s 0.200 to 0.300 s"
    assert plain(ratio) == "ratio 0.250 0.200 to 0.450 goal: at most 0.35: holds"


def test_a_missed_goal_is_said_plainly() -> None:
    compared = Compared("x", "ours", "tar", Spread(3.0, 3.0, 3.0, 1), Spread(1.0, 1.0, 1.0, 1), 2.0)

    assert lines(compared)[0] == "x (one of each)"
    assert lines(compared)[-1].endswith("goal: at most 2: MISSED")
    (memory,) = lines(Bounded("peak memory", 61_000_000, "bytes", 60_000_000))
    assert memory.endswith("goal: at most 60.0\u00a0MB: MISSED")


def test_a_goal_just_missed_is_missed() -> None:
    (at_goal,) = lines(Bounded("ratio", 1.02, "ratio", 1.02))
    (above,) = lines(Bounded("ratio", 1.021, "ratio", 1.02))

    assert at_goal.endswith("holds")
    assert above.endswith("MISSED")


def test_a_figure_without_a_goal_is_only_told() -> None:
    (line,) = lines(Bounded("decoding", 0.5, "s"))

    assert plain(line) == "decoding 0.500 s"


def test_what_was_not_measured_stands_out() -> None:
    assert lines(NotMeasured("context", "There is no GNU tar on PATH.")) == [
        "context",
        "  NOT MEASURED: There is no GNU tar on PATH.",
    ]


def plain(line: str) -> str:
    return " ".join(line.split())
