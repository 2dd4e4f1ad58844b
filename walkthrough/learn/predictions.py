"""Predictions: what a reader expects before a build, held against what was measured. Pure."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Lesson, Prediction
from walkthrough.measure.results import VariantResult

Verdict = Literal["not asked", "skipped", "not measured", "right", "close", "off"]
Results = Mapping[str, VariantResult]


class Answer(Struct, frozen=True):
    """What the reader chose: the choice's place from 0, None for a question that was skipped.

    `given_at` is the moment, in ISO 8601 and UTC.
    """

    choice: int | None
    given_at: str


class Outcome(Struct, frozen=True):
    """A prediction with the reader's answer and the median that was measured, None without.

    `disturbed` says what disturbed the builds that the figure rests on, `recorded` that they were
    replayed.
    """

    prediction: Prediction
    answer: Answer | None
    figure: float | None
    disturbed: str = ""
    recorded: bool = False

    @property
    def metric(self) -> Metric:
        """The metric that decides."""
        return parse_metric(self.prediction.metric)

    @property
    def right(self) -> int | None:
        """The place of the choice that holds the measured figure, None while there is none."""
        if self.figure is None:
            return None
        return next(
            (
                place
                for place, choice in enumerate(self.prediction.choices)
                if choice.at_least <= self.figure < choice.below
            ),
            None,
        )

    @property
    def verdict(self) -> Verdict:
        """`close` is the choice beside the right one, `off` any other."""
        if self.answer is None:
            return "not asked"
        if self.answer.choice is None:
            return "skipped"
        if self.right is None:
            return "not measured"
        match abs(self.answer.choice - self.right):
            case 0:
                return "right"
            case 1:
                return "close"
        return "off"


def outcome(prediction: Prediction, answer: Answer | None, results: Results) -> Outcome:
    """How the answer stands against what was measured."""
    result = results.get(prediction.variant)
    spread = None if result is None else result.spread(parse_metric(prediction.metric))
    if result is None or spread is None:
        return Outcome(prediction, answer, None)
    return Outcome(prediction, answer, spread.median, spread.disturbed, result.recorded)


def outcomes(
    lesson: Lesson, answers: Mapping[str, Answer], results: Results
) -> tuple[Outcome, ...]:
    """The lesson's predictions in their order; `answers` by the prediction's id."""
    return tuple(outcome(one, answers.get(one.id), results) for one in lesson.predictions)


def to_ask(lesson: Lesson, answers: Mapping[str, Answer], results: Results) -> tuple[Outcome, ...]:
    """The questions that can still be asked: not answered, and not given away by a build."""
    return tuple(
        one
        for one in outcomes(lesson, answers, results)
        if one.answer is None and one.figure is None
    )


def misjudged(
    course: Course, answers: Mapping[str, Mapping[str, Answer]], results: Results
) -> Iterator[tuple[Lesson, Outcome]]:
    """Where intuition was off over the whole course; `answers` by lesson and prediction."""
    for lesson in course.lessons:
        for one in outcomes(lesson, answers.get(lesson.id, {}), results):
            if one.verdict in ("close", "off"):
                yield lesson, one
