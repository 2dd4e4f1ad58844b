"""What a check of an exercise has come to, as its events tell: verdicts, the build meanwhile, log.

One object is owned by the exercise's pane and fed from its queue; nothing here draws or waits.
"""

import time
from dataclasses import dataclass, field

from walkthrough.build.model import BuildFailed, StepFinished, StepLog, StepStarted
from walkthrough.errors import CancelledError, WalkthroughError
from walkthrough.learn.model import (
    CheckBuilding,
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    CheckStarted,
    PlannedCheck,
    WaitingForTurn,
)
from walkthrough.tui.run_state import clean


@dataclass
class CheckRow:
    """One check: what it expects, and its verdict as soon as there is one."""

    planned: PlannedCheck
    result: CheckResult | None = None
    looking: bool = False


@dataclass
class CheckState:
    """The newest check of the reader's files; `error` is why it could not be carried through."""

    rows: list[CheckRow] = field(default_factory=list)
    running: bool = False
    stopped: bool = False
    passed: bool = False
    seconds: float = 0.0
    note: str = ""
    error: WalkthroughError | None = None
    _began: float = 0.0
    _waits_since: float | None = None
    _building: str = ""
    _log: list[str] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether every check has its verdict."""
        return bool(self.rows) and all(row.result is not None for row in self.rows)

    @property
    def passing(self) -> int:
        """How many checks pass so far."""
        return sum(row.result is not None and row.result.state == "passed" for row in self.rows)

    @property
    def elapsed_s(self) -> float:
        """Seconds since the check began, or that it took; without the wait for another copy."""
        if not self.running:
            return self.seconds
        until = time.monotonic() if self._waits_since is None else self._waits_since
        return until - self._began

    def apply(self, event: CheckEvent) -> None:
        """Take what happened next."""
        match event:
            case CheckPlanned(checks=checks):
                self.rows = [CheckRow(one) for one in checks]
                self.running, self.stopped, self.passed, self.error = True, False, False, None
                self.note, self._building, self._began = "", "", time.monotonic()
                self._waits_since = None
            case WaitingForTurn(owner=owner):
                self._waits_since = self._waits_since or time.monotonic()
                self.note = f"One build is measured at a time; {owner} has the turn."
            case CheckStarted(id=check_id):
                self.note = ""
                if self._waits_since is not None:
                    self._began += time.monotonic() - self._waits_since
                    self._waits_since = None
                for row in self.rows:
                    row.looking = row.planned.id == check_id
            case CheckBuilding():
                self._build(event)
            case CheckDone(result=result):
                for row in self.rows:
                    if row.planned.id == result.id:
                        row.result, row.looking = result, False
            case CheckFinished(passed=passed, seconds=seconds):
                self.running, self.passed, self.seconds, self.note = False, passed, seconds, ""

    def end(self, error: WalkthroughError | None) -> None:
        """The check is over before its end: stopped for None, else because of `error`."""
        if error is None and not self.running:
            return
        self.seconds = self.elapsed_s
        self.running, self.passed, self.note = False, False, ""
        self.stopped = error is None or isinstance(error, CancelledError)
        self.error = None if self.stopped else error
        for row in self.rows:
            row.looking = False

    def take_log(self) -> list[str]:
        """The log's lines since it was last taken."""
        lines, self._log = self._log, []
        return lines

    def _build(self, news: CheckBuilding) -> None:
        if news.what != self._building:
            self._building = news.what
            self._log.append(f"── building {news.what}")
        match news.event:
            case StepStarted(step=step) if step.line is not None:
                self.note = f"{news.what}: line {step.line}, {clean(step.name)}"
            case StepFinished(step=step, cached=True) if step.line is not None:
                self._log.append(f"{'CACHED':>8} {clean(step.name)}")
            case StepLog(text=text):
                self._log.append(f"{'':9}{clean(text)}")
            case BuildFailed(reason=reason):
                self._log.append(f"{'failed':>8} {clean(reason)}")
