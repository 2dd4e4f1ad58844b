"""A failed build told to its reader: which variant, which line, the end of its log, what to try."""

from collections.abc import Sequence

from walkthrough.build.model import BuildEvent, BuildFailed, StepLog
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.stand_in import missing_tool_hint
from walkthrough.errors import BuildError
from walkthrough.measure.plan import PlannedBuild

LOG_LINES = 12


def failed_build(
    planned: PlannedBuild,
    failure: BuildFailed,
    events: Sequence[BuildEvent],
    bases: Sequence[BaseUsed],
) -> BuildError:
    """The error for a build that failed; its reason ends with the failing step's last lines.

    A tool that a stand-in base lacks is the stand-in's fault and is named as that.
    """
    log = _log_of(failure, events)
    where = f" at line {failure.dockerfile_line}" if failure.dockerfile_line else ""
    stood_in = any(base.kind == "stand-in" for base in bases)
    hint = (missing_tool_hint(log) if stood_in else None) or failure.hint
    reason = f"{failure.reason}\n{log}" if log else failure.reason
    return BuildError(
        f"The {planned.scenario_id} build of {planned.variant_id} failed{where}.",
        reason,
        hint or "Mend what the log names, then build again.",
    )


def _log_of(failure: BuildFailed, events: Sequence[BuildEvent]) -> str:
    if failure.step is None:
        return ""
    lines = [
        event.text
        for event in events
        if isinstance(event, StepLog) and event.step_id == failure.step.id
    ]
    return "\n".join(f"    {line}" for line in lines[-LOG_LINES:])
