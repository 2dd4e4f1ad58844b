"""A prediction against what was measured: which choice was right, and what is said of it."""

import pytest

from tests.unit.report.example import variant
from walkthrough.course.load import load_course
from walkthrough.course.model import Choice, Prediction
from walkthrough.learn.predictions import Answer, Outcome, outcome
from walkthrough.report.prediction_words import course_recap, outcome_words, tally_words

SIZE = Prediction(
    "size",
    "simple",
    "image.unpacked_bytes",
    "How big?",
    (
        Choice("under 20 MB", below=20e6),
        Choice("20 to 100 MB", at_least=20e6, below=100e6),
        Choice("100 MB or more", at_least=100e6),
    ),
    "The compiler is inside.",
)
RESULTS = {"simple": variant("simple", 397_000_000, (20.7,), 14)}


def answered(choice: int | None) -> Outcome:
    return outcome(SIZE, Answer(choice, "2026-01-01T00:00:00+00:00"), RESULTS)


@pytest.mark.parametrize(
    ("choice", "verdict"), [(2, "right"), (1, "close"), (0, "off"), (None, "skipped")]
)
def test_an_answer_is_judged_by_the_measured_figure(choice: int | None, verdict: str) -> None:
    assert answered(choice).right == 2
    assert answered(choice).verdict == verdict


def test_nothing_is_judged_before_it_is_measured() -> None:
    one = outcome(SIZE, Answer(1, "2026-01-01T00:00:00+00:00"), {})
    assert one.verdict == "not measured"
    assert outcome_words(one) == "You predicted: 20 to 100 MB."


def test_a_figure_on_the_border_belongs_to_the_upper_choice() -> None:
    measured = {"simple": variant("simple", 100_000_000, (20.7,), 14)}
    assert outcome(SIZE, None, measured).right == 2


def test_the_answer_stands_beside_the_figure_with_the_reason() -> None:
    assert outcome_words(answered(0)) == (
        "You predicted: under 20 MB. Measured: 397\u00a0MB. Not what you expected. "
        "The compiler is inside."
    )
    assert "You were right." in outcome_words(answered(2))


def test_a_question_that_a_build_gave_away_is_told_so() -> None:
    assert outcome_words(outcome(SIZE, None, RESULTS)).startswith("You were not asked")


def test_skipped_questions_do_not_count_as_wrong() -> None:
    assert tally_words([answered(2), answered(0), answered(None)]) == "1 of 2 right"
    assert tally_words([answered(None)]) == ""


def test_the_course_ends_with_where_intuition_was_off() -> None:
    course = load_course()
    given: dict[str, dict[str, Answer]] = {lesson.id: {} for lesson in course.lessons}
    assert course_recap(course, given, RESULTS) == ""
    given["simple-build"] = {"image-size": Answer(0, "2026-01-01T00:00:00+00:00")}
    recap = course_recap(course, given, RESULTS)
    assert "0 of 1 right." in recap
    assert "- Lesson 1: " in recap
    assert "You predicted: under 20 MB. Measured: 397\u00a0MB. Not what you expected." in recap
    given["simple-build"] = {"image-size": Answer(3, "2026-01-01T00:00:00+00:00")}
    assert "off" not in course_recap(course, given, RESULTS)
