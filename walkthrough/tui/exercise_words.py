"""An exercise in words: its task with its hints, what is said before, beside and without checks."""

from walkthrough.learn.practice import Practice
from walkthrough.tui.check_state import CheckState

NOT_CHECKED = (
    "With recorded runs nothing is checked: a check builds your files and runs the image. "
    "Opened with an engine (walkthrough tour), the course checks the same files."
)
NO_LOG = "No check has built anything yet. What its builds say comes here."


def task_text(practice: Practice, can_check: bool) -> str:
    """The task as Markdown; below it, as quotes, that nothing is checked and the hints so far."""
    exercise = practice.exercise
    parts = [f"## {exercise.title}", exercise.task.strip()]
    if not can_check:
        parts.append(f"> {NOT_CHECKED}")
    hints = practice.hints()
    for number, hint in enumerate(hints.given, start=1):
        parts += [f"**Hint {number} of {hints.total}**", f"> {hint}"]
    return "\n\n".join(parts)


def check_words(state: CheckState) -> str:
    """What has come of the newest check, for who goes on editing; empty before the first."""
    if state.running:
        return "saved, checking"
    if state.error is not None:
        return "saved; why it was not checked: esc"
    if state.finished:
        return f"saved; {state.passing} of {len(state.rows)} checks pass: esc shows them"
    return ""


def before_words(practice: Practice, can_check: bool) -> tuple[str, ...]:
    """What the reader can do before anything was checked."""
    edits = " and ".join(practice.exercise.edits)
    if not practice.is_started:
        when = ": a check runs at each save" if can_check else ""
        return (
            f"Starting puts {edits} into {practice.folder}. Nothing there is overwritten.",
            f"Work on it here, in $EDITOR, or in any editor of yours{when}.",
        )
    told = [f"{edits} is in {practice.folder}."]
    if can_check:
        told.append(
            "Enter checks what is there by building and running it: seconds to a minute. From then "
            "on each save is checked, and a newer save ends the check before it."
        )
    told.append("Edit here with 2, in $EDITOR with e, or anywhere else.")
    if practice.has_passed:
        told.insert(0, "You have passed this exercise.")
    if practice.is_outdated:
        told.append("The course has a newer version of it: u puts it beside yours.")
    return tuple(told)
