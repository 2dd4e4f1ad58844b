"""`walkthrough lint`: check a lesson pack, with file and line of all that is wrong."""

import sys
from pathlib import Path

import click
import msgspec

from walkthrough.course.finding import Finding
from walkthrough.course.lint import lint_pack
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.home import shipped
from walkthrough.report.page_screen import screen_lines


@click.command(name="lint")
@click.argument("pack", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--build",
    is_flag=True,
    help="Also build every variant and check every answer: needs an engine, minutes.",
)
def command(pack: Path | None, as_json: bool, build: bool) -> None:
    """Check the lesson pack in the folder PACK, or the one that ships without it.

    Ends with 2 where something is wrong. A pack is built only when nothing else is wrong with it.
    """
    root = pack or shipped("lessons")
    app = shipped("sample-go-app")
    findings = lint_pack(root, app, screen_lines)
    if build and not findings:
        findings = _build_findings(root, app)
    click.echo(findings_json(root, findings) if as_json else findings_text(root, findings))
    if findings:
        sys.exit(BadInputError.exit_code)


def _build_findings(pack: Path, app: Path) -> tuple[Finding, ...]:
    """What does not build, or is judged otherwise than declared.

    Imported here, as a lint without --build needs no docker package.
    """
    from walkthrough.cli.lint_build import build_findings
    from walkthrough.cli.lint_exercises import exercise_build_findings
    from walkthrough.engine.engine import usable_engine

    def say(line: str) -> None:
        click.echo(line, err=True)

    course, engine = load_course(pack), usable_engine()
    found = build_findings(course, engine, app, pack, say)
    return (*found, *exercise_build_findings(course, engine, pack, say))


def findings_text(pack: Path, findings: tuple[Finding, ...]) -> str:
    """One line a finding, or one that says there is none."""
    if not findings:
        return f"{pack}: nothing is wrong."
    return "\n".join(
        f"{one.located(pack)}: {one.what} (expected {one.expected})" for one in findings
    )


def findings_json(pack: Path, findings: tuple[Finding, ...]) -> str:
    """The findings as JSON; `file` is below `pack`."""
    document = {"schema": 1, "pack": str(pack), "findings": findings}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
