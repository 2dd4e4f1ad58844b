"""What an exercise is: a task, a wrong start, checks, hints, a solution with its reasons.

One definition serves as the schema of `exercise.toml` and `answers.toml` and as what the checks
are run from. Texts are held as they stand in the files; nothing here reads a file.
"""

from msgspec import Struct

from walkthrough.course.exercise_checks import AnyCheck

DOCKERFILE = "Dockerfile"
Files = dict[str, str]
"""Texts by their slash-separated paths."""


class Hint(Struct, frozen=True, forbid_unknown_fields=True, rename={"checks": "for"}):
    """One step towards the answer; it helps when one of `checks` fails, any for none."""

    text: str
    checks: tuple[str, ...] = ()


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the solution has an instruction: `line` is how one of its lines begins."""

    line: str
    text: str
    file: str = DOCKERFILE


class ExerciseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """exercise.toml."""

    title: str
    task: str
    edits: tuple[str, ...]
    check: tuple[AnyCheck, ...]
    hint: tuple[Hint, ...]
    reason: tuple[Reason, ...]
    start_fails: tuple[str, ...]
    app: str = "."
    build_args: dict[str, str] = {}
    borrow_compiler_cache: bool = False


class RightAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[right]]`: files in `answers/right/NAME` over the solution's, but for `without`."""

    name: str
    how: str
    without: tuple[str, ...] = ()


class WrongAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[wrong]]`: as a right one, in `answers/wrong/NAME`; `caught_by` is the check's id.

    One that is `quick` is built whenever all is tested.
    """

    name: str
    how: str
    caught_by: str
    without: tuple[str, ...] = ()
    quick: bool = False


class AnswersFile(Struct, frozen=True, forbid_unknown_fields=True):
    """answers.toml."""

    right: tuple[RightAnswer, ...]
    wrong: tuple[WrongAnswer, ...]


class Exercise(Struct, frozen=True):
    """The exercise of a lesson, with the texts of its start and its solution.

    `edits` are the files that the reader works on; `start_fails` are the checks that the start
    does not pass; `app` is the folder of the sample app that it builds on. With
    `borrow_compiler_cache` checks compile with a Go build cache kept for them.
    """

    lesson_id: str
    title: str
    task: str
    edits: tuple[str, ...]
    checks: tuple[AnyCheck, ...]
    hints: tuple[Hint, ...]
    reasons: tuple[Reason, ...]
    start_fails: tuple[str, ...]
    start: Files
    solution: Files
    app: str = "."
    build_args: dict[str, str] = {}
    borrow_compiler_cache: bool = False

    def check(self, check_id: str) -> AnyCheck:
        """The check with this id. Raises KeyError where there is none."""
        for one in self.checks:
            if one.id == check_id:
                return one
        raise KeyError(check_id)


class Answer(Struct, frozen=True):
    """A known answer with all its files; `caught_by` is empty for a right one."""

    name: str
    how: str
    files: Files
    caught_by: str = ""
    quick: bool = False
