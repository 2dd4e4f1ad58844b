"""Loads the exercise of a lesson from its folder in the pack, or says in which line it is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from walkthrough.course.exercise import (
    Answer,
    AnswersFile,
    Exercise,
    ExerciseFile,
    Files,
    RightAnswer,
    WrongAnswer,
)
from walkthrough.course.finding import Finding, bad_pack
from walkthrough.course.model import Lesson
from walkthrough.course.text_file import read_text
from walkthrough.course.toml_file import TomlFile, read_toml
from walkthrough.home import shipped

_Schema = TypeVar("_Schema", bound=Struct)


def load_exercise(lesson: Lesson, pack: Path | None = None) -> Exercise | None:
    """The lesson's exercise, None where it has none; `pack` is the one that ships for None.

    Raises BadInputError with file and line for one whose files are wrong.
    """
    if not lesson.practised:
        return None
    root, folder = pack or shipped("lessons"), exercise_folder(lesson.folder)
    declared = _declared(root, f"{folder}/exercise.toml", ExerciseFile)
    return Exercise(
        lesson_id=lesson.id,
        title=declared.title,
        task=declared.task.strip(),
        edits=declared.edits,
        checks=declared.check,
        hints=declared.hint,
        reasons=declared.reason,
        start_fails=declared.start_fails,
        start=_required_texts(root, f"{folder}/start"),
        solution=_required_texts(root, f"{folder}/solution"),
        app=declared.app,
        build_args=declared.build_args,
        borrow_compiler_cache=declared.borrow_compiler_cache,
    )


def load_answers(lesson: Lesson, pack: Path | None = None) -> tuple[Answer, ...]:
    """The known answers of a lesson's exercise, the right ones first. Raises BadInputError."""
    root, folder = pack or shipped("lessons"), exercise_folder(lesson.folder)
    declared = _declared(root, f"{folder}/answers.toml", AnswersFile)
    solution = _required_texts(root, f"{folder}/solution")
    answers: tuple[RightAnswer | WrongAnswer, ...] = (*declared.right, *declared.wrong)
    return tuple(
        _answer(solution, _required_texts(root, answer_folder(folder, one)), one) for one in answers
    )


def exercise_folder(lesson_folder: str) -> str:
    """Where a lesson's exercise is, below the pack."""
    return f"{lesson_folder}/exercise"


def answer_folder(folder: str, answer: RightAnswer | WrongAnswer) -> str:
    """Where an answer's files are, below the pack."""
    kind = "wrong" if isinstance(answer, WrongAnswer) else "right"
    return f"{folder}/answers/{kind}/{answer.name}"


def texts_below(root: Path, folder: str) -> Iterator[tuple[str, str | Finding]]:
    """Each file below a folder of the pack: its path there and its text, or what is wrong."""
    for file in sorted((root / folder).rglob("*")):
        if file.is_file() and file.name != ".DS_Store":
            name = file.relative_to(root / folder).as_posix()
            yield name, read_text(root, f"{folder}/{name}")


def read_declared(root: Path, name: str, schema: type[_Schema]) -> tuple[TomlFile, _Schema | None]:
    """A TOML file and its values, None where they do not fit. Raises BadInputError for no TOML."""
    file = read_toml(root, name)
    if isinstance(file, Finding):
        raise bad_pack(root, file)
    try:
        return file, msgspec.convert(file.values, schema)
    except msgspec.ValidationError:
        return file, None


def _declared(root: Path, name: str, schema: type[_Schema]) -> _Schema:
    file, declared = read_declared(root, name, schema)
    if declared is None:
        from walkthrough.course.schema import schema_findings

        raise bad_pack(root, min(schema_findings(file, schema)))
    return declared


def _required_texts(root: Path, folder: str) -> Files:
    texts: Files = {}
    for name, text in texts_below(root, folder):
        if isinstance(text, Finding):
            raise bad_pack(root, text)
        texts[name] = text
    return texts


def _answer(solution: Files, over: Files, declared: RightAnswer | WrongAnswer) -> Answer:
    kept = {name: text for name, text in solution.items() if name not in declared.without}
    answer = Answer(declared.name, declared.how, kept | over)
    if isinstance(declared, RightAnswer):
        return answer
    return msgspec.structs.replace(answer, caught_by=declared.caught_by, quick=declared.quick)
