"""The engine: what the doctor finds, bases, disk; setting up and cleaning up with their progress.

Handles what its threads tell (see `engine_work`) and the app's `EngineChanged`. The app is asked
with `LookForEngine` to look again.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import ScrollableContainer, VerticalScroll
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from walkthrough.engine.leftover_words import done_words, nothing_left_words
from walkthrough.foreign_errors import as_ours
from walkthrough.tui.breakpoints import fit_first_frame
from walkthrough.tui.commands import BY_ID, bindings, named
from walkthrough.tui.engine_act import EngineAct, engine_act, side_commands
from walkthrough.tui.engine_look import BROKE_OFF, look_at_disk, look_closely
from walkthrough.tui.engine_state import EngineChanged, EngineState, LookForEngine
from walkthrough.tui.engine_work import (
    CheckMade,
    ChecksEnded,
    DiskSeen,
    PlanMade,
    Work,
    WorkEnded,
    WorkTold,
    begun,
    outcome_of,
    seldom,
)
from walkthrough.tui.screens.leave import LeaveScreen, LeaveWorkScreen, Leaving
from walkthrough.tui.services import Services
from walkthrough.tui.upkeep import Tell
from walkthrough.tui.widgets.engine_notice import EngineNotice
from walkthrough.tui.widgets.engine_views import BasesView, DiskView, DoctorView, Section
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header

if TYPE_CHECKING:
    from walkthrough.engine.bases import BasePreference
    from walkthrough.engine.cleanup import Leftovers

CLOCK_SECONDS = 0.2
SECTIONS: dict[str, type[Section]] = {"bases": BasesView, "disk": DiskView, "doctor": DoctorView}
SETTING_UP = "Setting up"
CLEANING_UP = "Cleaning up"
ALL_THERE = "The engine and the base images are there."
WAITS = (
    "A build is being measured, so this waits: looking closely would disturb it. "
    "Once it is over, l looks again."
)
LOOKING = "Looking."


class EngineScreen(Leaving, Screen[None]):
    """One place for all that the course needs of an engine."""

    CSS_PATH = "engine.tcss"
    BINDINGS = bindings("engine")
    place = "engine"
    help_title = "Engine and bases"
    help_text = (
        "What the course needs to measure: an engine that builds, the images that the lessons "
        "start from, and room on its disk. The filled key is always what to do next."
    )

    _header = query_one(Header)
    _notice = query_one(EngineNotice)
    _bases = query_one(BasesView)
    _disk = query_one(DiskView)
    _doctor = query_one(DoctorView)
    _footer = query_one(Footer)

    def __init__(self, services: Services, state: EngineState) -> None:
        super().__init__()
        self._upkeep = services.upkeep
        self._course_bases = services.course.bases
        self._state = state
        self._work: Work | None = None
        self._clock: Timer | None = None
        self._leaving = False

    @property
    def work_title(self) -> str:
        """What goes on, empty when nothing does."""
        return self._work.title if self._work is not None and self._work.running else ""

    def compose(self) -> ComposeResult:
        fit_first_frame(self)
        yield Header("Engine and bases")
        with ScrollableContainer(classes="rooms", can_focus=False):
            with VerticalScroll(classes="care", can_focus=False):
                yield EngineNotice()
                yield BasesView()
                yield DiskView()
            with VerticalScroll(classes="doctor panel", can_focus=False):
                yield DoctorView()
        yield Footer()

    def on_mount(self) -> None:
        self._bases.references = tuple(base.reference for base in self._course_bases)
        self._notice.nothing_to_do = self._doctor.nothing_to_do = self._upkeep.nothing_to_do
        self._disk.waiting_for = self._upkeep.nothing_to_do and "Recorded runs leave nothing on it."
        self._show()
        self._look()

    def on_unmount(self) -> None:
        if self.work_title:
            self._upkeep.stop()

    def on_engine_changed(self, message: EngineChanged) -> None:
        self._state = message.state
        self._show()

    def on_check_made(self, message: CheckMade) -> None:
        check = message.check
        self._doctor.checks = (*self._doctor.checks, check)
        self._doctor.redraw()
        self._notice.heed(check)

    def on_checks_ended(self, message: ChecksEnded) -> None:
        self._doctor.waiting_for, self._doctor.problem = "", message.problem
        self._doctor.redraw()

    def on_plan_made(self, message: PlanMade) -> None:
        self._notice.plan = message.plan
        self._show()

    def on_disk_seen(self, message: DiskSeen) -> None:
        self._disk.use, self._disk.waiting_for = message.use, message.problem
        self._show()

    def on_work_told(self, message: WorkTold) -> None:
        if self._work is not None:
            self._work = self._work.after(message.news)

    def on_work_ended(self, message: WorkEnded) -> None:
        if self._clock is not None:
            self._clock.stop()
        if self._leaving:
            self.app.exit()
            return
        if self._work is not None:
            self._work = self._work.ended(message.outcome, message.well)
        self._look_again()

    def action_go_on(self) -> None:
        """Do what the filled key says."""
        match self._act().kind:
            case "set up":
                self._set_up("auto")
            case "look":
                self.action_look()
            case "back":
                self.dismiss()

    def action_look(self) -> None:
        """Look for the engine again, and at all that belongs to it."""
        if not self.work_title:
            self._work = None
            self._look_again()

    def action_leave(self) -> None:
        """Stop what goes on, or go back."""
        if self._work is not None and self.work_title:
            self._work = self._work.stopped()
            self._upkeep.stop()
            self._show()
        else:
            self.dismiss()

    def action_show_section(self, name: str) -> None:
        """Go to a section."""
        self.query_one(SECTIONS[name]).focus()

    def action_clean_up(self) -> None:
        """List what walkthrough created, ask, and remove it."""
        from walkthrough.tui.screens.clean_up import CleanUpScreen

        use = self._disk.use
        if self.work_title or self._refused() or use is None:
            return
        if not use.leftovers:
            self.notify(nothing_left_words(use.where), markup=False)
            return
        self.app.push_screen(CleanUpScreen(use), self._remove)

    def action_get_real(self) -> None:
        """Pull the real base images in place of stand-ins, after asking."""
        from walkthrough.tui.screens.ask import AskScreen

        if self.work_title or self._refused() or not self._state.has_stand_ins:
            return
        megabytes = sum(base.size_bytes for base in self._course_bases) / 1e6
        question = AskScreen(
            "Get the real base images?",
            (
                f"About {megabytes:.0f} MB to download from Docker Hub. The stand-ins stay.",
                "What you have measured on stand-ins is kept, but is not compared with what you "
                "measure on the real images: the lessons' builds are measured anew.",
            ),
            "get them",
            "go on with stand-ins",
        )
        self.app.push_screen(question, lambda sure: self._set_up("real") if sure else None)

    def leave_question(self) -> LeaveScreen | None:
        """Quitting stops a set-up and a removal."""
        return LeaveWorkScreen(self.work_title) if self.work_title else None

    def stop_and_leave(self) -> None:
        """Stop what goes on and then quit; what has ended meanwhile needs no stop."""
        if not self.work_title:
            self.app.exit()
            return
        self._leaving = True
        self.action_leave()

    def _set_up(self, preference: "BasePreference") -> None:
        if self._refused():
            return

        def do(tell: Tell) -> tuple[str, ...]:
            self._upkeep.set_up(preference, tell)
            return (ALL_THERE,)

        self._begin(SETTING_UP, do)

    def _remove(self, leftovers: "Leftovers | None") -> None:
        if leftovers is None:
            return

        def do(tell: Tell) -> tuple[str, ...]:
            stayed = self._upkeep.clean_up(leftovers, tell)
            return (done_words(len(stayed)), *stayed)

        self._begin(CLEANING_UP, do)

    def _refused(self) -> bool:
        """Whether there is no engine to work on, or a build is measured, which nothing may disturb;
        the reader is told."""
        reason = self._upkeep.nothing_to_do or (WAITS if self._upkeep.is_measuring else "")
        if reason:
            self.notify(reason, severity="warning", markup=False)
        return bool(reason)

    def _begin(self, title: str, do: Callable[[Tell], tuple[str, ...]]) -> None:
        self._work = begun(title)
        self._clock = self.set_interval(CLOCK_SECONDS, self._show_work)
        self._show()
        self._notice.scroll_visible(animate=False)
        self._carry_out(do)

    @work(thread=True, group="work")
    def _carry_out(self, do: Callable[[Tell], tuple[str, ...]]) -> None:
        try:
            outcome = do(seldom(lambda news: self._tell(WorkTold(news))))
        except Exception as error:
            self._tell(WorkEnded(outcome_of(as_ours(error, "It broke off.", BROKE_OFF)), False))
        else:
            self._tell(WorkEnded(outcome, True))

    def _tell(self, message: WorkTold | WorkEnded) -> None:
        self.post_message(message)

    def _look_again(self) -> None:
        """Look here and let the app look; while a build is measured nobody asks the engine."""
        self._look()
        if not self._upkeep.is_measuring:
            self.app.post_message(LookForEngine())

    def _look(self) -> None:
        if self._upkeep.nothing_to_do:
            return
        self._doctor.checks, self._doctor.problem = (), None
        if self._upkeep.is_measuring:
            self._doctor.waiting_for = self._disk.waiting_for = WAITS
        else:
            self._doctor.waiting_for = LOOKING
            self._disk.waiting_for = "" if self._disk.use else LOOKING
            self._look_closely()
            self._look_at_disk()
        self._show()

    @work(thread=True, exclusive=True, group="checks")
    def _look_closely(self) -> None:
        worker = get_current_worker()
        look_closely(self._upkeep, self.post_message, lambda: worker.is_cancelled)

    @work(thread=True, exclusive=True, group="disk")
    def _look_at_disk(self) -> None:
        worker = get_current_worker()
        look_at_disk(self._upkeep, self.post_message, lambda: worker.is_cancelled)

    def _act(self) -> EngineAct:
        return engine_act(
            self._state,
            self._notice.plan,
            working=bool(self.work_title),
            recorded=bool(self._upkeep.nothing_to_do),
        )

    def _show_work(self) -> None:
        self._notice.work = self._work
        self._notice.redraw()

    def _show(self) -> None:
        self._header.status = self._state.status()
        self._notice.state = self._bases.state = self._state
        self._show_work()
        for section in self.query(Section):
            section.redraw()
        act = self._act()
        ids = side_commands(
            self._state,
            working=bool(self.work_title),
            recorded=bool(self._upkeep.nothing_to_do),
            cleanable=bool(self._disk.use and self._disk.use.leftovers),
        )
        words = {"engine.leave": "stop" if self.work_title else "back"}
        self._footer.show(
            "enter",
            act.words,
            BY_ID["engine.go_on"],
            [(one, words.get(one.id, one.words)) for one in named(ids)],
            waiting=act.kind == "wait",
        )
