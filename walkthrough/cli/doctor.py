"""`walkthrough doctor`: check the engine and all that the course needs of it.

`--json` prints an object: `schema` (1), `ok` (no check is a problem), `engine` (its facts, or null
without one) and `checks`, a list of objects with `id`, `title`, `state` (`ok`, `warning` or
`problem`), `found` and `next_step` (empty where there is nothing to do).
"""

import sys

import click
import msgspec
from rich.console import Console
from rich.text import Text

from walkthrough.course.load import load_course
from walkthrough.engine.doctor import Finding, examine
from walkthrough.engine.doctor_checks import Check
from walkthrough.errors import NoUsableEngineError

STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def command(as_json: bool) -> None:
    """Check engine, bases, disk, network and clock; changes nothing.

    Ends with 0, or with 3 if there is a problem.
    """
    findings = []
    console = Console(highlight=False)
    for finding in examine(load_course().bases):
        findings.append(finding)
        if not as_json:
            show(console, finding.check)
    if as_json:
        click.echo(doctor_json(findings))
    if any(finding.check.state == "problem" for finding in findings):
        sys.exit(NoUsableEngineError.exit_code)


def show(console: Console, check: Check) -> None:
    """Print a check, and below it what to do about it."""
    state = (f"{check.state:<8}", STYLES[check.state])
    console.print(Text.assemble(state, f" {check.title:<15} {check.found}"), soft_wrap=True)
    if check.next_step:
        console.print(Text(f"{'':<9}next: {check.next_step}"), soft_wrap=True)


def doctor_json(findings: list[Finding]) -> str:
    """The report as JSON, schema 1."""
    facts = next((finding.facts for finding in findings if finding.facts), None)
    document = {
        "schema": 1,
        "ok": all(finding.check.state != "problem" for finding in findings),
        "engine": facts,
        "checks": [finding.check for finding in findings],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
