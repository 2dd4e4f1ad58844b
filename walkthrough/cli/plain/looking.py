"""What can be looked at in a lesson at any time: the comparison, the lines' times, the images."""

from collections.abc import Sequence

from walkthrough.cli.plain.comparing import comparison_lines
from walkthrough.cli.plain.dialogue import Choice, Dialogue
from walkthrough.cli.plain.inside import image_lines
from walkthrough.cli.plain.line_times import dockerfile_lines
from walkthrough.cli.plain.predicting import answer_lines
from walkthrough.course.model import Lesson
from walkthrough.measure.usable import latest
from walkthrough.report.story import new_variant, predecessor
from walkthrough.tui.services import Services


def compare(services: Services, lesson: Lesson, dialogue: Dialogue) -> None:
    """Say the variants' figures and verdicts, and how the reader's predictions stand."""
    results, conditions = services.results(), services.conditions()
    lines = comparison_lines(services.course, lesson, results, conditions)
    dialogue.say_all(lines, indent="    ")
    dialogue.say_all(answer_lines(services, lesson))
    dialogue.say()


def show_times(services: Services, lesson: Lesson, dialogue: Dialogue) -> None:
    """Say a variant's Dockerfile with the time that each line took in its last build."""
    course = services.course
    variant = _chosen_variant("Which variant?", lesson, dialogue)
    titles = [course.scenarios[name].title.lower() for name in lesson.scenarios]
    scenario = lesson.scenarios[_chosen("Which build?", titles, 0, dialogue)]
    before = predecessor(lesson, variant)
    result = services.results().get(variant)
    samples = () if result is None else result.samples.get(scenario, ())
    lines = dockerfile_lines(
        course.variants[variant],
        None if before is None else course.variants[before],
        course.scenarios[scenario],
        latest(samples),
    )
    dialogue.say_all(lines, indent="      ")
    dialogue.say()


def show_inside(services: Services, lesson: Lesson, dialogue: Dialogue) -> None:
    """Say what a variant's image is made of."""
    variant = _chosen_variant("Which image?", lesson, dialogue)
    before = predecessor(lesson, variant)
    results = services.results()
    own = results.get(variant)
    other = None if before is None else results.get(before)
    lines = image_lines(variant, own.image if own else None, before, other.image if other else None)
    dialogue.say_all(lines, indent="    ")
    dialogue.say()


def _chosen_variant(question: str, lesson: Lesson, dialogue: Dialogue) -> str:
    usual = lesson.variants.index(new_variant(lesson))
    return lesson.variants[_chosen(question, lesson.variants, usual, dialogue)]


def _chosen(question: str, names: Sequence[str], usual: int, dialogue: Dialogue) -> int:
    """The place of one of these names, chosen by its number; the only one without a question."""
    if len(names) == 1:
        return 0
    dialogue.say(question)
    choices = [Choice(str(number), name) for number, name in enumerate(names, start=1)]
    dialogue.list_choices(choices)
    return int(dialogue.choose(choices, choices[usual].key)) - 1
