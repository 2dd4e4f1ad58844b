"""How far a reader is, as lines for a terminal and as a JSON document. Pure functions."""

from collections.abc import Iterator, Sequence
from typing import Any

from walkthrough.course.model import Lesson
from walkthrough.learn.summary import LessonProgress
from walkthrough.report.numbers import figure, marked
from walkthrough.report.prediction_words import outcome_words, tally_words
from walkthrough.report.story import steps_of
from walkthrough.report.words import verdict_words

SCHEMA = 1


def progress_lines(lessons: Sequence[LessonProgress]) -> Iterator[str]:
    """One paragraph for each lesson that was begun, one line for the others."""
    for one in lessons:
        name = one.lesson.heading
        if not one.begun:
            yield f"{name}: not begun, about {one.lesson.minutes} minutes"
            continue
        yield f"{name}: {_steps_words(one)}"
        yield from (f"   {line}" for line in _details(one) if line)


def recap_lines(lessons: Sequence[LessonProgress]) -> Iterator[str]:
    """Where intuition was off: each such answer beside what was measured."""
    for one in lessons:
        for outcome in one.outcomes:
            if outcome.verdict in ("close", "off"):
                yield f"{one.lesson.number or 'Extra'}  {outcome.prediction.question}"
                yield f"   {outcome_words(outcome)}"


def replayed_words(lessons: Sequence[Lesson]) -> str:
    """Which lessons have recorded builds that the reader has seen; empty for none."""
    if not lessons:
        return ""
    names = ", ".join(str(one.number or one.id) for one in lessons)
    which = f"lesson {names}" if len(lessons) == 1 else f"lessons {names}"
    return (
        f"Recorded builds seen: {which}. They are in `walkthrough app --recorded`; "
        "a replay measures nothing here and counts for nothing above."
    )


def progress_document(lessons: Sequence[LessonProgress]) -> dict[str, Any]:
    """The JSON document, as docs/json-progress.md describes it."""
    return {"schema": SCHEMA, "lessons": [_lesson_document(one) for one in lessons]}


def _steps_words(one: LessonProgress) -> str:
    steps = steps_of(one.lesson)
    done = [step for step in steps if step in one.done]
    if len(done) == len(steps):
        return "done"
    return f"{len(done)} of {len(steps)} parts ({', '.join(done).lower() or 'none'})"


def _details(one: LessonProgress) -> Iterator[str]:
    if one.best is not None:
        best = one.best
        before, after = (figure(value, best.metric.unit) for value in (best.before, best.after))
        after = marked(after, best.comparison.disturbed)
        words = verdict_words(best.comparison, best.metric)
        yield f"{best.metric.title}: {before} to {after}, {words}"
    tally = tally_words(one.outcomes)
    yield f"Predictions: {tally}" if tally else ""
    if one.attempts:
        state = "passed" if one.passed else "not passed yet"
        minutes = max(1, round(one.spent_s / 60))
        tries = "1 attempt" if one.attempts == 1 else f"{one.attempts} attempts"
        hints = "1 hint" if one.hints == 1 else f"{one.hints} hints"
        yield f"Exercise: {state}, {tries}, {hints}, about {minutes} min"


def _lesson_document(one: LessonProgress) -> dict[str, Any]:
    best = one.best
    return {
        "id": one.lesson.id,
        "number": one.lesson.number,
        "title": one.lesson.title,
        "steps": list(steps_of(one.lesson)),
        "done": [step for step in steps_of(one.lesson) if step in one.done],
        "predictions": [
            {
                "id": each.prediction.id,
                "choice": each.answer.choice if each.answer else None,
                "right_choice": each.right,
                "measured": each.figure,
                "unit": each.metric.unit,
                "verdict": each.verdict,
            }
            for each in one.outcomes
        ],
        "exercise": {
            "passed": one.passed,
            "attempts": one.attempts,
            "hints": one.hints,
            "spent_s": one.spent_s,
        },
        "best": best
        and {
            "metric": best.metric.id,
            "from": best.comparison.from_id,
            "to": best.comparison.to,
            "before": best.before,
            "after": best.after,
            "unit": best.metric.unit,
            "verdict": best.comparison.verdict,
        },
    }
