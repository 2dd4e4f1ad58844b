"""What an exercise's filled key does next. Pure."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from walkthrough.learn.practice import Practice
from walkthrough.tui.check_state import CheckState
from walkthrough.tui.command import Command
from walkthrough.tui.commands import named

Kind = Literal["start", "save", "check", "edit", "wait", "on", "skip"]


class ExerciseAct(Struct, frozen=True):
    """The act, its words, and the command (by its id) whose key is the filled one."""

    kind: Kind
    words: str
    command: str = "exercise.next"


def exercise_act(
    tab: str, practice: Practice, state: CheckState, watching: bool, can_check: bool
) -> ExerciseAct:
    """Start, save, check, edit, wait, go on: by where the reader is and what was seen last."""
    if tab == "own-files" and practice.is_started:
        words = "save and check" if can_check else "save"
        return ExerciseAct("save", words, "exercise.save")
    if not practice.is_started:
        return ExerciseAct("start", "start the exercise")
    if state.running:
        return ExerciseAct("wait", "checking")
    if state.passed or (practice.has_passed and not state.rows):
        return ExerciseAct("on", "next: recap")
    if not can_check:
        return ExerciseAct("skip", "next: recap")
    if state.finished or (watching and state.error is not None):
        return ExerciseAct("edit", "edit your files", "exercise.edit")
    return ExerciseAct("check", "check what is there")


def exercise_commands(
    tab: str, practice: Practice, state: CheckState, with_task: bool, can_check: bool
) -> Iterator[tuple[Command, str]]:
    """The commands beside the filled key with their words, in the order of their use."""
    hints = practice.hints()
    left = len(hints.given) < hints.total
    for one in named(_ids(tab, practice, state, can_check)):
        match one.id:
            case "exercise.hint" if left:
                yield one, f"hint {len(hints.given) + 1} of {hints.total}"
            case "exercise.hint":
                continue
            case "exercise.checks" if with_task:
                yield one._replace(shown=one.shown.replace("1", "0", 1)), one.words
            case "exercise.leave" if tab == "own-files":
                yield one, "save and close"
            case "exercise.leave" if state.running:
                yield one, "cancel the check"
            case _:
                yield one, one.words


def _ids(tab: str, practice: Practice, state: CheckState, can_check: bool) -> tuple[str, ...]:
    if tab == "own-files":
        several = ("exercise.next_file",) if len(practice.exercise.edits) > 1 else ()
        return (*several, "exercise.leave")
    if not practice.is_started:
        return ("exercise.skip", "exercise.back", "exercise.leave")
    if state.running:
        return ("exercise.leave", "exercise.checks", "exercise.hint")
    if not can_check:
        return ("exercise.edit", "exercise.hint", "exercise.checks", "exercise.leave")
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
