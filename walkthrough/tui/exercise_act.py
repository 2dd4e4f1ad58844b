"""What an exercise's filled key does next. Pure."""

from typing import Literal

from msgspec import Struct

from walkthrough.learn.practice import Practice
from walkthrough.tui.check_state import CheckState
from walkthrough.tui.command import Command
from walkthrough.tui.commands import named

Kind = Literal["start", "save", "check", "edit", "wait", "on"]


class ExerciseAct(Struct, frozen=True):
    """The act, its words, and the command (by its id) whose key is the filled one."""

    kind: Kind
    words: str
    command: str = "exercise.next"


def exercise_act(tab: str, practice: Practice, state: CheckState, watching: bool) -> ExerciseAct:
    """Start, save, check, edit, wait, go on: by where the reader is and what was seen last."""
    if tab == "own-files" and practice.is_started:
        return ExerciseAct("save", "save and check", "exercise.save")
    if not practice.is_started:
        return ExerciseAct("start", "start the exercise")
    if state.running:
        return ExerciseAct("wait", "checking")
    if state.passed or (practice.has_passed and not state.rows):
        return ExerciseAct("on", "next: recap")
    if state.finished or (watching and state.error is not None):
        return ExerciseAct("edit", "edit your files", "exercise.edit")
    return ExerciseAct("check", "check what is there")


def exercise_commands(
    tab: str, practice: Practice, state: CheckState
) -> tuple[tuple[Command, str], ...]:
    """The commands beside the filled key with their words, in the order of their use."""
    return tuple((one, _words(one, practice)) for one in named(_ids(tab, practice, state)))


def _ids(tab: str, practice: Practice, state: CheckState) -> tuple[str, ...]:
    if tab == "own-files":
        several = ("exercise.next_file",) if len(practice.exercise.edits) > 1 else ()
        return (*several, "exercise.leave")
    if not practice.is_started:
        return ("exercise.skip", "exercise.back", "exercise.leave")
    if state.running:
        return ("exercise.leave", "exercise.checks", "exercise.hint")
    edit = () if state.finished and not state.passed else ("exercise.edit",)
    return (
        "exercise.check",
        *edit,
        "exercise.hint",
        "exercise.checks",
        "exercise.anew",
        "exercise.skip",
        "exercise.leave",
    )


def _words(command: Command, practice: Practice) -> str:
    if command.id != "exercise.hint":
        return command.words
    hints = practice.hints()
    left = len(hints.given) < hints.total
    return f"hint {len(hints.given) + 1} of {hints.total}" if left else command.words
