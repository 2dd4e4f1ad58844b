"""A lesson's questions before its first build, with the answers that the reader has kept."""

from datetime import UTC, datetime

from msgspec import Struct

from walkthrough.course.model import Lesson
from walkthrough.learn.predictions import Answer, Outcome, outcomes
from walkthrough.report.story import predecessor
from walkthrough.tui.services import Services


class Question(Struct, frozen=True):
    """What is asked, which of how many it is, and what is known of the variant before."""

    outcome: Outcome
    place: str
    known_id: str = ""
    known: float | None = None


def question_at(services: Services, lesson: Lesson, page: int) -> Question | None:
    """The question on this page as it stands now; None where the lesson asks nothing."""
    answers = services.progress.answers(lesson.id)
    results = services.results()
    asked = outcomes(lesson, answers, results)
    if page >= len(asked):
        return None
    one = asked[page]
    place = f"Question {page + 1} of {len(asked)}"
    known_id = predecessor(lesson, one.prediction.variant)
    result = None if known_id is None else results.get(known_id)
    spread = None if result is None else result.spread(one.metric)
    if known_id is None or spread is None:
        return Question(one, place)
    return Question(one, place, known_id, spread.median)


def is_open(question: Outcome) -> bool:
    """Whether it can still be answered: no build has given the answer away."""
    return question.answer is None and question.figure is None


def choice_count(question: Question) -> int:
    """How many choices there are to take; none where it can no longer be answered."""
    return len(question.outcome.prediction.choices) if is_open(question.outcome) else 0


def keep(services: Services, lesson: Lesson, page: int, choice: int | None) -> None:
    """Keep the reader's choice, None for a skipped question; one that is not open stays."""
    question = question_at(services, lesson, page)
    if question is not None and is_open(question.outcome):
        answer = Answer(choice, datetime.now(UTC).isoformat())
        prediction_id = question.outcome.prediction.id
        services.progress.keep_answer(lesson.id, prediction_id, answer)
