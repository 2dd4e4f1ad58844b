"""A variant's Dockerfile: what changed, what each line took, where the time went."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Scenario, Variant
from walkthrough.measure.model import Conditions, Sample, StepTiming
from walkthrough.report.numbers import seconds
from walkthrough.tui.bars import bar, split_bar
from walkthrough.tui.code import Change, changes, highlighted
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import NUMBER_CELLS, aligned
from walkthrough.tui.ink import (
    ADDED_GROUND,
    BEFORE,
    CHANGED_GROUND,
    FAINT,
    KEY,
    MUTED,
    NEW,
    PLAIN,
    RULE,
    STRONG,
)
from walkthrough.tui.lines import cut, ground, line, pad, spread
from walkthrough.tui.run_state import SHOWN_KEYWORDS

ROOMY_FROM = 66
TIME_CELLS = 8
BAR_CELLS = 6
LONG_SHARE = 0.4
GROUNDS = {"+": ADDED_GROUND, "~": CHANGED_GROUND}
EDGES = {"+": "$success", "~": "$warning", "": RULE}
MARKS = {"+": "bold $text-success", "~": "bold $text-warning", "": ""}


class Shown(Struct, frozen=True):
    """A variant beside the one before it, in one scenario; a sample is None until it is built."""

    variant: Variant
    before: Variant | None
    scenario: Scenario
    sample: Sample | None
    sample_before: Sample | None
    bases: Mapping[str, str]


class DockerfileView(Drawn):
    """Head, code with its gutter, and where the time went if there is room below."""

    shown: reactive[Shown | None] = reactive(None)

    def watch_shown(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.shown is None:
            return []
        source = self.shown.variant.dockerfile.rstrip("\n").split("\n")
        before = self.shown.before
        marks: list[Change] = [""] * len(source)
        if before is not None:
            marks = changes(before.dockerfile.rstrip("\n").split("\n"), source)
        return [
            *self._head(self.shown, marks, width),
            *self._code(self.shown, source, marks, width),
            *(_where_time_went(self.shown, width) if width >= ROOMY_FROM else []),
        ]

    def _head(self, shown: Shown, marks: Sequence[Change], width: int) -> list[Content]:
        left = line((shown.variant.id, STRONG))
        changed, new = marks.count("~"), marks.count("+")
        counts = line(
            (f"~ {changed} changed" if changed else "", "$text-warning"),
            "   " if changed and new else "",
            (f"+ {new} new" if new else "", "$text-success"),
        )
        if shown.before is not None:
            left = line(left, (f"  against {shown.before.id}", MUTED))
        if shown.sample is None:
            right = line((f"{shown.scenario.title.lower()}: not built yet", MUTED))
            below = line(("The time of each line appears here with your first build.", MUTED))
            return [spread(left, right, width), cut(below, width), Content("")]
        right = line(
            (f"{shown.scenario.title.lower()}  ", MUTED), (seconds(shown.sample.wall_s), KEY)
        )
        took = Content("")
        if shown.sample_before is not None and shown.before is not None:
            words = f"{shown.before.id} took {seconds(shown.sample_before.wall_s)}"
            took = line((words, MUTED))
        facts = [spread(counts, took, width)] if counts.cell_length or took.cell_length else []
        return [spread(left, right, width), *facts, Content("")]

    def _code(
        self, shown: Shown, source: Sequence[str], marks: Sequence[Change], width: int
    ) -> list[Content]:
        steps = _by_line(shown.sample)
        longest = max((one.seconds for one in steps.values()), default=0.0)
        works = _working_lines(shown.variant)
        notes = _notes_by_line(shown)
        rows: list[Content] = []
        for number, code in enumerate(highlighted("\n".join(source), "docker"), start=1):
            mark = marks[number - 1]
            left = _gutter(number, mark, steps.get(number), longest, number in works, width)
            pieces = _broken(code, width - left.cell_length)
            note = line((notes.get(number, ""), MUTED))
            if pieces[0].cell_length + note.cell_length + 3 <= width - left.cell_length:
                pieces[0] = spread(pieces[0], note, width - left.cell_length)
            blank = _gutter(None, mark, None, 0.0, False, width)
            block = [line(left, pieces[0]), *(line(blank, "    ", one) for one in pieces[1:])]
            rows += [ground(one, width, GROUNDS[mark]) if mark else one for one in block]
        return rows


def base_notes(conditions: Conditions | None) -> dict[str, str]:
    """What is to be said of each base image that a FROM line names, by its reference."""
    bases = () if conditions is None else conditions.bases
    return {base.reference: "stand-in base" for base in bases if base.kind == "stand-in"}


def _by_line(sample: Sample | None) -> dict[int, StepTiming]:
    steps = () if sample is None else sample.steps
    return {one.line: one for one in steps if one.line is not None}


def _working_lines(variant: Variant) -> frozenset[int]:
    """The lines whose instructions a build carries out; FROM lines have no time of their own."""
    instructions = parse(variant.dockerfile).instructions
    works = SHOWN_KEYWORDS - {"FROM"}
    return frozenset(one.line for one in instructions if one.keyword in works)


def _notes_by_line(shown: Shown) -> dict[int, str]:
    return {
        stage.line: shown.bases[stage.base]
        for stage in parse(shown.variant.dockerfile).stages
        if stage.base in shown.bases
    }


def _gutter(
    number: int | None,
    mark: Change,
    step: StepTiming | None,
    longest: float,
    works: bool,
    width: int,
) -> Content:
    """Time, bar, edge, line number and mark; without bar and number where it is narrow."""
    share = step.seconds / longest if step is not None and longest else 0.0
    if step is not None and step.cached:
        time = line((f"{'CACHED':<{TIME_CELLS}}", FAINT))
    elif step is not None:
        time = line(
            (
                f"{aligned(step.seconds).strip():>{TIME_CELLS - 3}} s ",
                KEY if share > LONG_SHARE else PLAIN,
            )
        )
    else:
        time = line((f"{'·' if works else '':>{TIME_CELLS - 2}}  ", FAINT))
    sign = (mark or " ", MARKS[mark])
    if width < ROOMY_FROM:
        return line(time, sign, " ")
    drawn = bar(step.seconds, longest, BAR_CELLS) if step and not step.cached else " " * BAR_CELLS
    shown = f"{number:>3} " if number else "    "
    return line(time, drawn, ("▎", EDGES[mark]), (shown, FAINT), sign, " ")


def _broken(code: Content, width: int) -> list[Content]:
    """The line in pieces that fit, broken at blanks; the later ones are indented by four."""
    if code.cell_length <= width:
        return [code]
    pieces = []
    room = width
    while code.cell_length > room:
        at = code.plain.rfind(" ", 1, room)
        at = at if at > len(code.plain) - len(code.plain.lstrip()) else room
        pieces.append(code[:at])
        code = code[at:] if code.plain[at : at + 1] != " " else code[at + 1 :]
        room = width - 4
    return [*pieces, code]


def _where_time_went(shown: Shown, width: int) -> list[Content]:
    """One bar a variant: the line that took longest, and all the rest of the build."""
    if shown.sample is None:
        return []
    slowest = max(shown.sample.steps, key=lambda one: one.seconds, default=None)
    if slowest is None or slowest.line is None or slowest.cached:
        return []
    scale = max(shown.sample.wall_s, shown.sample_before.wall_s if shown.sample_before else 0.0)
    legend = line(
        ("■ ", NEW), ("the line that took longest   ", MUTED), ("■ ", BEFORE), ("the rest", MUTED)
    )
    rows = [Content(""), spread(line(("Where the time went", STRONG)), legend, width)]
    pairs = [(shown.variant.id, shown.sample, STRONG)]
    if shown.before is not None and shown.sample_before is not None:
        pairs.insert(0, (shown.before.id, shown.sample_before, MUTED))
    names = max(len(name) for name, _, _ in pairs) + 2
    for name, sample, ink in pairs:
        most = max((one.seconds for one in sample.steps if not one.cached), default=0.0)
        drawn = split_bar(
            most, sample.wall_s, scale, width - names - NUMBER_CELLS - 3, (NEW, BEFORE)
        )
        value = line((aligned(sample.wall_s), PLAIN if ink == MUTED else STRONG), (" s", MUTED))
        rows.append(line(pad(line((name, ink)), names), drawn, " ", value))
    return rows
