"""`walkthrough run`: build lessons' variants, measure them, print what came out."""

import click

from walkthrough.cli.choice import chosen_lessons, chosen_scenarios
from walkthrough.cli.measuring import print_results, run_measured, run_recorded
from walkthrough.course.load import load_course
from walkthrough.engine.engine import find_engine
from walkthrough.measure.recording import load_recording, shipped_recording


@click.command(name="run")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--runs",
    type=click.IntRange(1, 50),
    default=1,
    show_default=True,
    help="Samples of each variant in each scenario.",
)
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="S",
    help="Only this scenario; may be given more than once.",
)
@click.option("--fresh", is_flag=True, help="Measure anew instead of using earlier samples.")
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    help="Write the results as JSON to FILE, or to standard output for -.",
)
@click.option("--plain", is_flag=True, help="Plain lines instead of a live display.")
@click.option("--recorded", is_flag=True, help="Replay the recorded course: needs no engine.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    default=0.0,
    help="With --recorded: 1 replays at the recorded pace, 0 (the default) at once.",
)
def command(
    lessons: tuple[str, ...],
    runs: int,
    scenarios: tuple[str, ...],
    fresh: bool,
    json_file: str | None,
    plain: bool,
    recorded: bool,
    speed: float,
) -> None:
    """Build the variants of LESSONs (of all without one) and print what was measured.

    A lesson is named by its id or its number. Samples that were taken under the same conditions
    are used again, whichever lesson they were taken for.
    """
    course = load_course()
    chosen = chosen_lessons(course, lessons)
    only = chosen_scenarios(course, scenarios)
    if recorded:
        recording = load_recording(shipped_recording())
        result = run_recorded(course, chosen, recording, only=only, speed=speed, plain=plain)
    else:
        result = run_measured(
            course, chosen, find_engine(), runs=runs, only=only, fresh=fresh, plain=plain
        )
    print_results(course, result, json_file)
