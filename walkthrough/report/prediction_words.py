"""Predictions in words: the answer beside the measured figure, and why. Pure functions."""

from collections.abc import Mapping, Sequence

from walkthrough.course.model import Course
from walkthrough.learn.predictions import Answer, Outcome, Results, misjudged, outcomes
from walkthrough.report.numbers import figure, marked

NO_SCORE = "No score. Your answer is kept and shown beside what is measured."


def answer_words(one: Outcome) -> str:
    """What the reader chose: `You predicted 20 to 100 MB.`"""
    if one.answer is None:
        known = "replayed" if one.recorded else "measured"
        return f"You were not asked: it was {known} before." if one.figure is not None else ""
    if one.answer.choice is None:
        return "You skipped the question."
    return f"You predicted: {one.prediction.choices[one.answer.choice].text}."


def measured_words(one: Outcome) -> str:
    """What was measured, and how the answer stands against it; empty while nothing was."""
    if one.figure is None:
        return ""
    origin = "Recorded" if one.recorded else "Measured"
    measured = f"{origin}: {marked(figure(one.figure, one.metric.unit), one.disturbed)}."
    match one.verdict:
        case "right":
            return f"{measured} You were right."
        case "close":
            return f"{measured} Close: the choice beside it."
        case "off":
            return f"{measured} Not what you expected."
    return measured


def outcome_words(one: Outcome) -> str:
    """Answer, measured figure and the reason in one paragraph."""
    reason = one.prediction.why if one.figure is not None else ""
    return " ".join(filter(None, (answer_words(one), measured_words(one), reason)))


def expected_section(all_of_them: Sequence[Outcome]) -> str:
    """The answers that can be judged, as a page's section in Markdown; empty without any."""
    judged = [one for one in all_of_them if one.verdict in ("right", "close", "off")]
    quotes = [f"> {one.prediction.question} {outcome_words(one)}" for one in judged]
    return "\n\n".join(["## What you expected", *quotes]) if quotes else ""


def tally_words(all_of_them: Sequence[Outcome]) -> str:
    """`3 of 5 right`, of those that were answered and measured; empty without any."""
    judged = [one for one in all_of_them if one.verdict in ("right", "close", "off")]
    if not judged:
        return ""
    right = sum(one.verdict == "right" for one in judged)
    return f"{right} of {len(judged)} right"


def course_recap(
    course: Course, answers: Mapping[str, Mapping[str, Answer]], results: Results
) -> str:
    """The whole course's predictions in Markdown: how many were right, and which were off.

    `answers` by lesson and prediction; empty while none can be judged.
    """
    asked = [
        one for lesson in course.lessons for one in outcomes(lesson, answers[lesson.id], results)
    ]
    tally = tally_words(asked)
    if not tally:
        return ""
    parts = ["## Your predictions, all lessons", f"{tally.capitalize()}."]
    off = [
        f"- Lesson {lesson.number}: {one.prediction.question} {answer_words(one)} "
        f"{measured_words(one)}"
        for lesson, one in misjudged(course, answers, results)
    ]
    if off:
        parts += ["Where they were off:", "\n".join(off)]
    return "\n\n".join(parts)
