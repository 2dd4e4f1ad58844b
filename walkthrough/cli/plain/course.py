"""The whole course as a dialogue: the lessons to choose from, each held in turn."""

from typing import NoReturn

from walkthrough.cli.plain.dialogue import QUIT, Choice, Dialogue, ReaderLeftError
from walkthrough.cli.plain.engine import EngineDialogue
from walkthrough.cli.plain.lesson import LessonDialogue
from walkthrough.course.model import Course, Lesson
from walkthrough.learn.progress import Place
from walkthrough.measure.headline import Headline, headline
from walkthrough.report.numbers import figure, marked
from walkthrough.report.story import is_finished
from walkthrough.tui.format import metric_title, plural
from walkthrough.tui.opening_place import opening_place
from walkthrough.tui.services import Services

ENGINE = Choice("e", "look for an engine, or set one up")
FAREWELL = "Where you are is kept. The same command goes on there."


def hold_course(services: Services, dialogue: Dialogue) -> None:
    """Talk until the reader quits, interrupts, or nobody answers any more."""
    try:
        _hold(services, dialogue)
    except ReaderLeftError:
        pass
    except KeyboardInterrupt:
        dialogue.say()
    dialogue.say(FAREWELL)


def _hold(services: Services, dialogue: Dialogue) -> NoReturn:
    course = services.course
    dialogue.say(f"{course.title}. {plural(len(course.lessons), 'lesson')}.")
    dialogue.say("This is the course in plain lines: type a number and enter.")
    engine = EngineDialogue(services, dialogue)
    engine.look_or_offer()
    place = _choose_place(engine, dialogue)
    while True:
        lesson = course.lesson(place.lesson_id)
        assert lesson is not None
        following = LessonDialogue(engine, lesson, place, dialogue).hold()
        if following is None:
            place = _choose_place(engine, dialogue)
        else:
            place = opening_place(engine.services.progress, following)


def _choose_place(engine: EngineDialogue, dialogue: Dialogue) -> Place:
    """List the lessons and ask for one."""
    while True:
        services = engine.services
        course, place = services.course, services.progress.place()
        usual = course.lesson(place.lesson_id) if place is not None else None
        lessons = [_lesson_choice(services, one, place) for one in course.lessons_and_extras]
        choices = [*lessons, ENGINE, QUIT]
        dialogue.say()
        dialogue.list_choices(choices)
        key = dialogue.choose(choices, (usual or course.lessons[0]).key)
        if key == ENGINE.key:
            engine.look_or_offer()
            continue
        chosen = course.lesson(key)
        assert chosen is not None
        return opening_place(services.progress, chosen)


def _lesson_choice(services: Services, lesson: Lesson, place: Place | None) -> Choice:
    """The lesson with its minutes, how far the reader is in it, and what it brought."""
    words = [f"{lesson.title}, {lesson.minutes} minutes"]
    left = services.progress.place_in(lesson.id)
    if is_finished(lesson, services.progress.done(lesson.id)):
        words.append("done")
    elif left is not None and left != place:
        words.append(f"left at {left.step.lower()}")
    if place is not None and place.lesson_id == lesson.id:
        words.append(f"you are here, at {place.step.lower()}")
    found = headline(lesson, services.results())
    gain = f". {_headline_words(found, services.course)}" if found is not None else ""
    short = f"{lesson.called}, {lesson.title}"
    about = "" if lesson.number is not None else "Extra: "
    return Choice(lesson.key, f"{about}{', '.join(words)}{gain}", short)


def _headline_words(found: Headline, course: Course) -> str:
    one, unit = found.comparison, found.metric.unit
    return (
        f"{metric_title(found.metric, course)}: {one.from_id} {figure(found.before, unit)}, "
        f"{one.to} {marked(figure(found.after, unit), one.disturbed)}"
    )
