"""What a check of an exercise tells while it goes on, and what each check came to."""

from typing import Literal

from msgspec import Struct

from walkthrough.build.model import BuildEvent
from walkthrough.measure.explain_cause import MissCause

State = Literal["passed", "failed", "blocked"]


class CheckResult(Struct, frozen=True):
    """One check's verdict in words. `detail` has more lines, such as a failed build's log; a
    `blocked` check could not be looked at because an earlier one failed. `causes` tell why steps
    of a build after an edit were not cached."""

    id: str
    state: State
    expected: str
    seen: str
    why: str
    detail: str = ""
    next_step: str = ""
    seconds: float = 0.0
    causes: tuple[MissCause, ...] = ()


class PlannedCheck(Struct, frozen=True):
    """A check that is to come, in words."""

    id: str
    expected: str
    why: str


class CheckPlanned(Struct, frozen=True, tag="check-planned"):
    """These checks are to come, in this order: the quick ones first."""

    exercise: str
    checks: tuple[PlannedCheck, ...]


class WaitingForTurn(Struct, frozen=True, tag="waiting-for-turn"):
    """Another copy of the app measures on this engine; `owner` says which."""

    owner: str


class CheckStarted(Struct, frozen=True, tag="check-started"):
    """A check begins to look."""

    id: str


class CheckBuilding(Struct, frozen=True, tag="check-building"):
    """Something happened in a build; `what` says what is built: `the image`, `after code-edit`."""

    what: str
    event: BuildEvent


class CheckDone(Struct, frozen=True, tag="check-done"):
    """A check has its verdict."""

    result: CheckResult


class CheckFinished(Struct, frozen=True, tag="check-finished"):
    """All checks have their verdicts, in the exercise's own order.

    `seconds` is wall time without `waited_s`, the seconds until another copy gave its turn back.
    """

    exercise: str
    results: tuple[CheckResult, ...]
    passed: bool
    seconds: float
    waited_s: float = 0.0


CheckEvent = (
    CheckPlanned | WaitingForTurn | CheckStarted | CheckBuilding | CheckDone | CheckFinished
)
