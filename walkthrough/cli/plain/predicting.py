"""The questions before a lesson's first build, and afterwards how the answers stand."""

from collections.abc import Iterator
from datetime import UTC, datetime

from walkthrough.cli.plain.dialogue import Choice, Dialogue
from walkthrough.course.model import Lesson
from walkthrough.learn.predictions import Answer, Outcome, outcomes, to_ask
from walkthrough.report.prediction_words import NO_SCORE, expected_section, outcome_words
from walkthrough.tui.services import Services

SKIP = Choice("s", "skip the question")


def open_questions(services: Services, lesson: Lesson) -> tuple[Outcome, ...]:
    """The questions that no answer and no build has settled yet."""
    return to_ask(lesson, services.progress.answers(lesson.id), services.results())


def ask_questions(services: Services, lesson: Lesson, dialogue: Dialogue) -> None:
    """Ask what can still be asked, and keep every answer at once."""
    asked = open_questions(services, lesson)
    for one in asked:
        prediction = one.prediction
        dialogue.say(f"What do you expect of {prediction.variant}? {prediction.question}")
        choices = [
            *(Choice(str(n), each.text) for n, each in enumerate(prediction.choices, start=1)),
            SKIP,
        ]
        dialogue.list_choices(choices)
        key = dialogue.choose_one(choices)
        chosen = None if key == SKIP.key else int(key) - 1
        answer = Answer(chosen, datetime.now(UTC).isoformat())
        services.progress.keep_answer(lesson.id, prediction.id, answer)
    dialogue.say(NO_SCORE if asked else "There is nothing left to ask.")


def expected_words(services: Services, lesson: Lesson) -> str:
    """What was expected beside what was measured, for the recap's page; empty without answers."""
    answers = services.progress.answers(lesson.id)
    return expected_section(outcomes(lesson, answers, services.results()))


def answer_lines(services: Services, lesson: Lesson) -> Iterator[str]:
    """Each answered question with what was measured, and why."""
    for one in outcomes(lesson, services.progress.answers(lesson.id), services.results()):
        if one.answer is not None and one.figure is not None:
            yield f"{one.prediction.question} {outcome_words(one)}"
