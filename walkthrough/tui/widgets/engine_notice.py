"""What stands first on the engine's screen: ready, missing with the price, or the work going on."""

import time
from typing import TYPE_CHECKING

from textual.content import Content

from walkthrough.report.numbers import JOIN
from walkthrough.tui.bars import progress_line
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.engine_state import EngineState
from walkthrough.tui.engine_work import Work
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import joined, line, rule, wrap
from walkthrough.tui.upkeep import WorkNews

if TYPE_CHECKING:
    from walkthrough.engine.doctor_checks import Check
    from walkthrough.engine.set_up import SetUpPlan

MOST_NEWS = 14
LOAD = "load"
"""The doctor's check of other work on the machine."""
BULLET = "•  "
EXPLANATION = (
    "Every figure in the course is measured by real builds on a Docker engine, from base images "
    "that are on this machine. Setting up gets what is missing. As root on Debian or Ubuntu it "
    "installs and starts an engine if there is none; elsewhere it says what to type. Then it gets "
    "the base images: pulled, or made here as stand-ins where a pull fails."
)
AFTERWARDS = (
    "Nothing else on the engine is touched, and cleaning up takes away what was made. Esc stops it "
    "at any time: what is complete stays, nothing is half-made."
)
WITHOUT = line(
    ("Without an engine lessons can be read, and ", MUTED),
    ("w", KEY),
    (" goes on with recorded runs, measured on another machine.", MUTED),
)


class EngineNotice(Drawn):
    """The state of the engine in words, the way on, and how far that is."""

    state = EngineState()
    plan: "SetUpPlan | None" = None
    work: Work | None = None
    nothing_to_do = ""
    caution = ""
    """What the doctor says of other work on the machine, in its words."""

    def heed(self, check: "Check") -> None:
        """Take what the doctor found, if it is about other work on the machine."""
        if check.id == LOAD:
            self.caution = check.found if check.state == "warning" else ""
            self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.work is not None and self.work.running:
            return self._working(self.work, width)
        rows = self._outcome(self.work, width) if self.work is not None else []
        return [*rows, *self._state(width)]

    def _state(self, width: int) -> list[Content]:
        state = self.state
        if self.nothing_to_do:
            return [
                *wrap(line(("● ", WORSE), ("Recorded runs", STRONG)), width),
                Content(""),
                *wrap(line((self.nothing_to_do, MUTED)), width),
            ]
        if state.ready:
            ready = "Everything is there to measure"
            if not self.caution:
                return wrap(line(("● ", DONE), (f"{ready}.", STRONG)), width)
            but = line(("● ", WORSE), (ready, STRONG), (f", but {self.caution}.", WORSE))
            return wrap(but, width)
        if not state.error:
            return [line(("○ ", FAINT), ("Looking for an engine.", MUTED))]
        rows = [
            *wrap(line(("○ ", FAILED), (state.error, STRONG)), width),
            *wrap(line((state.why, MUTED)), width),
            Content(""),
        ]
        if state.lost:
            return [*rows, *wrap(line((state.next_step, PLAIN)), width)]
        return [*rows, *self._offer(width)]

    def _offer(self, width: int) -> list[Content]:
        plan = self.plan
        rows = [*wrap(line((EXPLANATION, PLAIN)), width), Content("")]
        if plan is None:
            return [*rows, line(("Working out what it would cost.", MUTED))]
        if plan.obstacle:
            return [
                *rows,
                rule("First", "", width),
                *wrap(line((plan.obstacle, PLAIN)), width),
                Content(""),
                *wrap(line(("Then ", MUTED), ("l", KEY), (" looks again. ", MUTED)), width),
                *wrap(WITHOUT, width),
            ]
        rows.append(rule("What it would do", "", width))
        for text in plan.lines:
            first, *others = wrap(line((joined(text), PLAIN)), width - len(BULLET))
            rows.append(line((BULLET, KEY), first))
            rows += [line(" " * len(BULLET), one) for one in others]
        afterwards = wrap(line((AFTERWARDS, MUTED)), width)
        return [*rows, Content(""), *afterwards, Content(""), *wrap(WITHOUT, width)]

    def _working(self, work: Work, width: int) -> list[Content]:
        elapsed = f"{max(0.0, time.monotonic() - work.began_s):.0f}{JOIN}s"
        rows = [rule(work.title, line((elapsed, MUTED)), width), Content("")]
        for news in work.news[-MOST_NEWS:]:
            rows += self._news(news, width)
        if work.stopping:
            words = "Stopping: what has begun comes to a good end first."
            return [*rows, Content(""), *wrap(line((words, MUTED)), width)]
        return [*rows, Content(""), line(("esc", KEY), (" stops it", MUTED))]

    def _news(self, news: WorkNews, width: int) -> list[Content]:
        subject = f"{news.subject}: " if news.subject else ""
        rows = wrap(line((subject, STRONG), (joined(news.text), MUTED)), width)
        if news.share is None or not news.amount:
            return rows
        amount = line(("  ", ""), (news.amount, PLAIN))
        bar = progress_line(news.share, max(4, width - amount.cell_length), NEW)
        return [*rows, line(bar, amount)]

    def _outcome(self, work: Work, width: int) -> list[Content]:
        mark = ("✓ ", DONE) if work.well else ("○ ", FAILED)
        first, *others = work.outcome
        rows = wrap(line(mark, (first, STRONG)), width)
        for text in others:
            for part in text.splitlines():
                rows += wrap(line((part, MUTED)), width)
        if not work.well:
            rows += [row for news in work.news[-1:] for row in self._news(news, width)]
        return [*rows, Content("")]
