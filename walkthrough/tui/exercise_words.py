"""An exercise's task with its hints, and what is said where nothing was or can be checked."""

from walkthrough.learn.practice import Practice

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
