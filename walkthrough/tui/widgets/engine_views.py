"""What is there, in three views: the doctor's checks, the base images, the disk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from walkthrough.errors import WalkthroughError
from walkthrough.report.numbers import size
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.engine_state import EngineState
from walkthrough.tui.foreign_text import harmless
from walkthrough.tui.format import plural
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, PLAIN, WORSE
from walkthrough.tui.lines import joined, line, pad, rule, spread, wrap
from walkthrough.tui.upkeep import DiskUse

if TYPE_CHECKING:
    from walkthrough.engine.build_cache import CacheRecord
    from walkthrough.engine.cleanup import Leftovers, OwnFolder, OwnImage
    from walkthrough.engine.doctor_checks import Check

MARKS = {"ok": ("✓", DONE), "warning": ("!", WORSE), "problem": ("✗", FAILED)}
STATE_CELLS = 10
TITLE_CELLS = 15
SIDE_BY_SIDE_FROM = 56
SHARED = "Each image is counted whole: layers that several share lie on disk once."
BASE_KINDS = {"stand-in": "a stand-in", "real": "the real image"}
MADE_HERE = " made here"


class Section(Drawn, can_focus=True):
    """A part of the screen that the keys 1 to 3 lead to; `help_text` says what it is for."""

    help_title = ""
    help_text = ""

    def title(self, words: str, fact: str, width: int) -> Content:
        """The section's rule; marked while it has the focus."""
        mark = line(("▎", KEY)) if self.has_focus else line(" ")
        return line(mark, rule(words, line((fact, MUTED)), width - 1))

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()


class DoctorView(Section):
    """The doctor's checks, each as it comes, in the words of `walkthrough doctor`."""

    help_title = "Doctor"
    help_text = (
        "What `walkthrough doctor` prints: each check of the engine, its disk, its clock, the base "
        "images and the network, with what to do about it. A warning lets you go on; a problem "
        "does not. The last checks ask the network and take some seconds."
    )

    checks: tuple["Check", ...] = ()
    problem: WalkthroughError | None = None
    waiting_for = ""
    nothing_to_do = ""

    def lines(self, width: int) -> list[Content]:
        rows = [self.title("Doctor", self._fact(), width), Content("")]
        if self.nothing_to_do:
            return [*rows, *wrap(line(("Recorded runs need no doctor.", MUTED)), width, " ")]
        for check in self.checks:
            rows += self._check(check, width)
        if self.problem is not None:
            for words, ink in (
                (self.problem.what, FAILED),
                (f"why: {self.problem.why}", PLAIN),
                (f"next: {self.problem.next_step}", PLAIN),
            ):
                rows += wrap(line((harmless(words), ink)), width, " ")
        if self.waiting_for:
            rows += wrap(line((self.waiting_for, MUTED)), width, " ")
        return rows

    def _fact(self) -> str:
        problems = sum(check.state == "problem" for check in self.checks)
        warnings = sum(check.state == "warning" for check in self.checks)
        found = [plural(len(self.checks), "check")] if self.checks else []
        found += [plural(problems, "problem")] if problems else []
        found += [plural(warnings, "warning")] if warnings else []
        return ", ".join(found)

    def _check(self, check: "Check", width: int) -> list[Content]:
        mark, ink = MARKS[check.state]
        state = pad(line((f"{mark} {check.state}", ink)), STATE_CELLS)
        title = pad(line((check.title, PLAIN)), TITLE_CELLS)
        found = line((joined(check.found), MUTED))
        if width < SIDE_BY_SIDE_FROM:
            rows = [line(" ", state, title), *wrap(found, width, "   ")]
            indent = "   "
        else:
            indent = " " * (1 + STATE_CELLS + TITLE_CELLS)
            first, *others = wrap(found, width - len(indent))
            rows = [line(" ", state, title, first), *(line(indent, one) for one in others)]
        if check.next_step:
            rows += wrap(line(("next: ", ink), (joined(check.next_step), PLAIN)), width, indent)
        return rows


class BasesView(Section):
    """The images that the lessons' Dockerfiles start from."""

    help_title = "Bases"
    help_text = (
        "The images that the lessons' Dockerfiles start from, as `walkthrough prepare` gets them. "
        "A stand-in is made on this machine where Docker Hub is out of reach: builds behave the "
        "same, sizes differ a little, and every result says so. r pulls the real ones; results on "
        "stand-ins are kept, but never compared with those on real images."
    )

    state = EngineState()
    references: tuple[str, ...] = ()

    def lines(self, width: int) -> list[Content]:
        found = self.state.conditions
        used = {} if found is None else {base.reference: base for base in found.bases}
        rows = [self.title("Bases", "", width), Content("")]
        for reference in self.references:
            base = used.get(reference)
            if base is None:
                kind = line(("not there yet" if self.state.error else "·", FAINT))
            else:
                is_own = base.kind == "stand-in" and found is not None and not found.recorded_on
                note = f", {base.note}" if base.note else ""
                words = f"{BASE_KINDS[base.kind]}{MADE_HERE if is_own else ''}{note}"
                kind = line((words, WORSE if base.kind == "stand-in" else MUTED))
            name = line(" ", (reference, PLAIN))
            if name.cell_length + kind.cell_length + 2 <= width:
                rows.append(spread(name, kind, width))
            else:
                rows += [name, *wrap(kind, width, "   ")]
        return rows


class DiskView(Section):
    """What of the course lies on disk, and what cleaning up would leave."""

    help_title = "Disk"
    help_text = (
        "What `walkthrough clean --dry-run` lists, by kind: images of your builds, cache mounts, "
        "folders that were built from. c lists each of them and asks before it removes any; what "
        "you have measured is kept. Nothing of yours is touched, nor the engine's ordinary build "
        "cache, which your own builds share: `docker builder prune` is for that."
    )

    use: DiskUse | None = None
    waiting_for = ""

    def lines(self, width: int) -> list[Content]:
        rows = [self.title("Disk used by the course", "", width), Content("")]
        if self.use is None:
            return [*rows, *wrap(line((self.waiting_for, MUTED)), width, " ")]
        for what, count, amount in kinds_of(self.use.leftovers):
            left = line(" ", (count, PLAIN), " ", (what, MUTED))
            rows.append(spread(left, line((amount, PLAIN)), width))
        if not self.use.leftovers:
            rows.append(line(" ", ("Nothing of walkthrough's.", MUTED)))
        if self.use.leftovers.images:
            rows += [Content(""), *wrap(line((SHARED, FAINT)), width, " ")]
        cached = size(self.use.build_cache_bytes)
        cache = f"The engine's build cache, your own builds' too: {cached}"
        rows += [Content(""), *wrap(line((cache, FAINT)), width, " ")]
        if self.use.leftovers:
            way = line(("c", KEY), (" cleans up: lists everything, then asks", MUTED))
            rows += [Content(""), *wrap(way, width, " ")]
        return rows


def kinds_of(leftovers: "Leftovers") -> list[tuple[str, str, str]]:
    """Each kind of thing with its count and its size: an image counts once, whatever its names;
    layers that images share count in each."""
    bases = _images([one for one in leftovers.images if one.is_base])
    images = _images([one for one in leftovers.images if not one.is_base], besides=bases)
    mounts = sum(len(one.mount_ids) for one in leftovers.namespaces)
    found = (
        ("container", "containers", len(leftovers.containers), ""),
        ("image", "images", len(images), _size(images)),
        ("base image made here", "base images made here", len(bases), _size(bases)),
        ("cache mount", "cache mounts", mounts, "size not told"),
        ("cache mount", "cache mounts", len(leftovers.records), _size(leftovers.records)),
        ("folder", "folders", len(leftovers.workspaces), _size(leftovers.workspaces)),
    )
    return [
        (one if count == 1 else many, f"{count:>3}", amount)
        for one, many, count, amount in found
        if count
    ]


def _images(named: "Sequence[OwnImage]", besides: "Sequence[OwnImage]" = ()) -> "list[OwnImage]":
    """One of the names of each image, without the images `besides`."""
    known = {one.id or one.name for one in besides}
    by_id = {one.id or one.name: one for one in named}
    return [one for image_id, one in by_id.items() if image_id not in known]


def _size(things: "Sequence[OwnImage | CacheRecord | OwnFolder]") -> str:
    return size(sum(one.bytes for one in things))
