"""An exercise's task with the hints that were given, and what is said before the first check."""

from walkthrough.learn.practice import Practice


def task_text(practice: Practice) -> str:
    """The task as Markdown, the hints given so far as quotes below it."""
    exercise = practice.exercise
    parts = [f"## {exercise.title}", exercise.task.strip()]
    hints = practice.hints()
    for number, hint in enumerate(hints.given, start=1):
        parts += [f"**Hint {number} of {hints.total}**", f"> {hint}"]
    return "\n\n".join(parts)


NOT_CHECKED = (
    "With recorded runs nothing is checked: a check builds your files and runs the image, and that "
    "needs an engine. `walkthrough tour` with one goes on from here."
)


def before_words(practice: Practice, can_check: bool) -> tuple[str, ...]:
    """What the reader can do before anything was checked."""
    edits = " and ".join(practice.exercise.edits)
    if not practice.is_started:
        start = f"Starting puts {edits} into {practice.folder}. Nothing there is overwritten."
        work = "Work on it here, in $EDITOR, or in any editor of yours"
        if not can_check:
            return start, f"{work}.", NOT_CHECKED
        return start, f"{work}: a check runs at each save."
    told = [
        f"{edits} is in {practice.folder}.",
        "Enter checks what is there by building and running it: seconds to a minute. From then "
        "on each save is checked, and a newer save ends the check before it."
        if can_check
        else NOT_CHECKED,
        "Edit here with 2, in $EDITOR with e, or anywhere else.",
    ]
    if practice.has_passed:
        told.insert(0, "You have passed this exercise.")
    if practice.is_outdated:
        told.append("The course has a newer version of it: u puts it beside yours.")
    return tuple(told)
