"""How `walkthrough check` tells what it sees: lines for people, or JSON."""

from typing import Protocol

import click
import msgspec

from walkthrough.build.model import StepFinished
from walkthrough.cli.telling import tell
from walkthrough.errors import WalkthroughError
from walkthrough.learn.model import (
    CheckBuilding,
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    WaitingForTurn,
)
from walkthrough.learn.words import seconds
from walkthrough.report.causes import cause_words

WAIT_TOLD_S = 1.0
SIGNS = {"passed": "ok", "failed": "FAILED", "blocked": "-"}


class CheckDisplay(Protocol):
    """Shows a check's events; `passed` tells whether the last check that finished passed."""

    passed: bool

    def show(self, event: CheckEvent) -> None:
        """Show one event."""
        ...

    def tell(self, error: WalkthroughError) -> None:
        """Show what keeps the files from being checked."""
        ...


class PlainDisplay:
    """One block a verdict; what is built meanwhile on standard error."""

    def __init__(self) -> None:
        self.passed = False
        self._building = ""
        self._waited_for = ""

    def show(self, event: CheckEvent) -> None:
        """Show one event."""
        match event:
            case CheckPlanned(checks=checks):
                self._building = ""
                click.echo(f"\n{len(checks)} checks ...", err=True)
            case WaitingForTurn(owner=owner) if owner != self._waited_for:
                self._waited_for = owner
                click.echo(f"Waiting for {owner}.", err=True)
            case CheckBuilding(what=what, event=step):
                if what != self._building:
                    self._building = what
                    click.echo(f"building {what}", err=True)
                if isinstance(step, StepFinished) and step.step.kind == "instruction":
                    click.echo(_step_words(step), err=True)
            case CheckDone(result=result):
                click.echo(result_text(result))
            case CheckFinished():
                self.passed = event.passed
                click.echo(summary_text(event))

    def tell(self, error: WalkthroughError) -> None:
        """Show what keeps the files from being checked."""
        self.passed = False
        tell(error)


class JsonDisplay:
    """The finished check as one JSON document on a line."""

    def __init__(self) -> None:
        self.passed = False

    def show(self, event: CheckEvent) -> None:
        """Print the document when the check has finished."""
        if isinstance(event, CheckFinished):
            self.passed = event.passed
            document = {
                "schema": 1,
                "exercise": event.exercise,
                "passed": event.passed,
                "seconds": event.seconds,
                "waited_s": event.waited_s,
                "checks": event.results,
            }
            click.echo(msgspec.json.encode(document).decode())

    def tell(self, error: WalkthroughError) -> None:
        """Show what keeps the files from being checked, on standard error."""
        self.passed = False
        tell(error)


def result_text(result: CheckResult) -> str:
    """A verdict as lines: what was expected and seen; for a failed one why it matters too."""
    lines = [f"{SIGNS[result.state]:<7} {result.id}: {result.expected}"]
    if result.state == "passed":
        return f"{lines[0]} ({result.seen})"
    lines.append(f"        seen: {result.seen}")
    if result.state == "failed":
        lines += [f"            {line}" for line in result.detail.splitlines()]
        lines += [f"        cause: {cause_words(one)}" for one in result.causes]
        lines.append(f"        why:  {result.why}")
        if result.next_step:
            lines.append(f"        next: {result.next_step}")
    return "\n".join(lines)


def summary_text(finished: CheckFinished) -> str:
    """The last line: all passed, or how many did and where help is."""
    passed = sum(one.state == "passed" for one in finished.results)
    took = seconds(finished.seconds)
    if finished.waited_s >= WAIT_TOLD_S:
        took = f"{took} after waiting {seconds(finished.waited_s)}"
    if finished.passed:
        return f"\nAll {passed} checks pass, in {took}."
    return (
        f"\n{passed} of {len(finished.results)} checks pass, in {took}. "
        f"Stuck? walkthrough hint {finished.exercise}"
    )


def _step_words(step: StepFinished) -> str:
    took = sum(end - start for start, end in step.intervals)
    told = "cached" if step.cached else seconds(took)
    return f"  {told:>8}  {step.step.name}"
