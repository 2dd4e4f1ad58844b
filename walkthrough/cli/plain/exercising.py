"""A lesson's exercise in the dialogue: start it, check what was written, hints, the solution."""

from collections.abc import Callable

from walkthrough.build.model import StepFinished
from walkthrough.cli.check_display import result_text, summary_text
from walkthrough.cli.interrupt import stopping
from walkthrough.cli.plain.building import step_words, tell_error
from walkthrough.cli.plain.dialogue import QUIT, Choice, Dialogue
from walkthrough.cli.plain.reading import page_lines
from walkthrough.cli.solution import change_text
from walkthrough.cli.telling import explained
from walkthrough.course.model import Lesson
from walkthrough.learn.model import (
    CheckBuilding,
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    WaitingForTurn,
)
from walkthrough.learn.practice import Practice
from walkthrough.learn.reader_files import read_folder
from walkthrough.report.numbers import seconds
from walkthrough.tui.exercise_words import NOT_CHECKED
from walkthrough.tui.format import plural
from walkthrough.tui.services import Services

LEAVE = Choice("g", "go on with the lesson")
ANEW = Choice("4", "take the newer version of the exercise, in a folder beside yours")


def practise(services: Services, lesson: Lesson, dialogue: Dialogue) -> None:
    """Talk about the lesson's exercise until the reader goes on; without one say so."""
    practice = services.exercises.of(lesson)
    if practice is None:
        dialogue.say("This lesson has no exercise.")
        return
    exercise = practice.exercise
    dialogue.say(f"Exercise: {exercise.title}")
    dialogue.say()
    dialogue.say_all(page_lines(exercise.task, dialogue.width), indent="      ")
    dialogue.say()
    can_check = services.exercises.can_check
    if not can_check:
        dialogue.say_all(page_lines(NOT_CHECKED, dialogue.width), indent="      ")
        dialogue.say()
    dialogue.list_choices(_choices(practice, can_check))
    while True:
        leads_on = practice.has_passed or (practice.is_started and not can_check)
        match dialogue.choose(_choices(practice, can_check), LEAVE.key if leads_on else "1"):
            case "1" if practice.is_started:
                _check(services, practice, dialogue)
            case "1":
                _start(practice, can_check, dialogue)
            case "2":
                _tell_hint(practice, dialogue)
            case "3":
                _tell_solution(practice, dialogue)
            case ANEW.key:
                _guarded(
                    lambda: _tell_place(practice.begin_anew().folder, can_check, dialogue), dialogue
                )
            case _:
                return


def _choices(practice: Practice, can_check: bool) -> tuple[Choice, ...]:
    edits = " and ".join(practice.exercise.edits)
    first = f"check {edits} in {practice.folder}"
    if not practice.is_started:
        first = f"start: put {edits} into {practice.folder}; nothing there is overwritten"
    short = "check what you wrote" if practice.is_started else "start the exercise"
    return (
        *((Choice("1", first, short),) if can_check or not practice.is_started else ()),
        *((Choice("2", "a hint"),) if practice.is_started else ()),
        *((Choice("3", "the solution beside your files"),) if practice.solution_is_open else ()),
        *((ANEW,) if practice.is_outdated else ()),
        LEAVE,
        QUIT,
    )


def _start(practice: Practice, can_check: bool, dialogue: Dialogue) -> None:
    _guarded(
        lambda: _tell_place(practice.begin(practice.folder).folder, can_check, dialogue), dialogue
    )


def _tell_place(folder: object, can_check: bool, dialogue: Dialogue) -> None:
    then = ", save, then check" if can_check else ""
    dialogue.say(f"It is in {folder}. Edit it with any editor{then}.")


def _check(services: Services, practice: Practice, dialogue: Dialogue) -> None:
    """Build and run what is in the folder now; Ctrl-C ends it."""

    def check() -> None:
        run = services.exercises.new_check(practice.exercise, read_folder(practice.folder))
        with stopping(run.cancel):
            for event in run.run():
                dialogue.say_all(check_lines(event), indent="        ")

    _guarded(check, dialogue)


def check_lines(event: CheckEvent) -> tuple[str, ...]:
    """What an event of a check means to the reader; most mean nothing."""
    match event:
        case CheckPlanned(checks=checks):
            return (f"{plural(len(checks), 'check')}. Ctrl-C stops.",)
        case WaitingForTurn(owner=owner):
            return (f"Waiting: one build runs at a time, and {owner} has the turn.",)
        case CheckBuilding(what=what, event=StepFinished(step=step) as ended):
            if step.kind != "instruction":
                return ()
            took = seconds(sum(end - start for start, end in ended.intervals))
            return (f"Building {what}, {step_words(step)}: {'CACHED' if ended.cached else took}",)
        case CheckDone(result=result):
            return (result_text(result),)
        case CheckFinished():
            return (summary_text(event).partition(" Stuck?")[0],)
    return ()


def _tell_hint(practice: Practice, dialogue: Dialogue) -> None:
    hints = practice.next_hint()
    if not hints.given:
        dialogue.say("There is no hint: check first, then what fails chooses one.")
    for number, hint in enumerate(hints.given, start=1):
        dialogue.say(f"Hint {number} of {hints.total}:")
        dialogue.say_all(page_lines(hint, dialogue.width), indent="      ")
    dialogue.say()


def _tell_solution(practice: Practice, dialogue: Dialogue) -> None:
    if not practice.solution_is_open:
        return

    def tell() -> None:
        dialogue.say("One right answer; yours may be another. Minus is yours, plus the solution's.")
        for name, changed in practice.solution().items():
            dialogue.say(f"{name}:")
            dialogue.say_all((change_text(one) for one in changed), indent="      ")
        dialogue.say()

    _guarded(tell, dialogue)


def _guarded(act: Callable[[], None], dialogue: Dialogue) -> None:
    """Do it; what goes wrong is told, and the dialogue goes on."""
    try:
        act()
    except Exception as error:
        tell_error(explained(error), dialogue)
