"""A lesson's questions before its first build, with the answers that the reader has kept."""

from datetime import UTC, datetime

from walkthrough.course.model import Lesson
from walkthrough.learn.predictions import Answer, Outcome, outcomes
from walkthrough.tui.services import Services


def question_at(services: Services, lesson: Lesson, page: int) -> Outcome | None:
    """The question on this page as it stands now; None where the lesson asks nothing."""
    answers = services.progress.answers(lesson.id)
    asked = outcomes(lesson, answers, services.results())
    return asked[page] if page < len(asked) else None


def is_open(question: Outcome) -> bool:
    """Whether it can still be answered: no build has given the answer away."""
    return question.answer is None and question.figure is None


def keep(services: Services, lesson: Lesson, page: int, choice: int | None) -> None:
    """Keep the reader's choice, None for a skipped question; one that is not open stays."""
    question = question_at(services, lesson, page)
    if question is not None and is_open(question):
        answer = Answer(choice, datetime.now(UTC).isoformat())
        services.progress.keep_answer(lesson.id, question.prediction.id, answer)
