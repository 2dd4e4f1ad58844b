"""`walkthrough run`: build lessons' variants, measure them, print what came out."""

from pathlib import Path

import click

from walkthrough.cli.choice import chosen_lessons, chosen_scenarios
from walkthrough.cli.measuring import print_results, require_writable, run_measured, run_recorded
from walkthrough.course.load import load_course
from walkthrough.engine.engine import usable_engine
from walkthrough.errors import BadInputError
from walkthrough.measure.recording import load_recording, shipped_recording


@click.command(name="run")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option(
    "--runs",
    type=click.IntRange(1, 50),
    show_default="1",
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
@click.option("--again", is_flag=True, help="Measure once more what was disturbed.")
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
    help="With --recorded: 1 replays at the recorded pace, 0 (the default) at once.",
)
def command(
    lessons: tuple[str, ...],
    runs: int | None,
    scenarios: tuple[str, ...],
    fresh: bool,
    again: bool,
    json_file: str | None,
    plain: bool,
    recorded: bool,
    speed: float | None,
) -> None:
    """Build the variants of LESSONs (of all without one) and print what was measured.

    A lesson is named by its id or its number. Samples that were taken under the same conditions
    are used again, whichever lesson they were taken for.
    """
    _refuse_contradictions(runs, fresh, again, recorded, speed)
    course = load_course()
    chosen = chosen_lessons(course, lessons)
    only = chosen_scenarios(course, chosen, scenarios)
    if json_file is not None and json_file != "-":
        require_writable(Path(json_file))
    if recorded:
        recording = load_recording(shipped_recording())
        result = run_recorded(course, chosen, recording, only=only, speed=speed or 0, plain=plain)
    else:
        result = run_measured(
            course,
            chosen,
            usable_engine(),
            runs=runs or 1,
            only=only,
            fresh=fresh,
            again=again,
            plain=plain,
        )
    print_results(course, result, json_file)


def _refuse_contradictions(
    runs: int | None, fresh: bool, again: bool, recorded: bool, speed: float | None
) -> None:
    """Raise BadInputError for a measured run's options with --recorded, and for the reverse."""
    given = {"--fresh": fresh, "--again": again, "--runs": runs is not None}
    measuring = next((name for name, is_given in given.items() if is_given), "")
    if recorded and measuring:
        raise BadInputError(
            f"{measuring} cannot go with --recorded.",
            "A recording is replayed as it is: nothing is measured.",
            "Leave one of them out.",
        )
    if speed is not None and not recorded:
        raise BadInputError(
            "--speed is for --recorded only.",
            "A real build takes as long as it takes.",
            "Leave --speed out, or add --recorded.",
        )
