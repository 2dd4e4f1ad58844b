"""Which hint comes next. Pure functions."""

from collections.abc import Collection

from walkthrough.course.exercise import Exercise

HINTS_BEFORE_SOLUTION = 3


def helpful_hints(exercise: Exercise, failing: Collection[str]) -> tuple[int, ...]:
    """The numbers (from 0) of the hints for these failing checks, in the order they are given."""
    return tuple(
        number
        for number, hint in enumerate(exercise.hints)
        if not hint.checks or set(hint.checks) & set(failing)
    )


def next_hint(exercise: Exercise, failing: Collection[str], shown: Collection[int]) -> int | None:
    """The number of the first helpful hint that was not shown, None where there is none left."""
    left = (one for one in helpful_hints(exercise, failing) if one not in shown)
    return next(left, None)
