"""The columns that all blocks share: one scale for each unit, one place for the point. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.course.metric import Unit
from walkthrough.measure.statistics import Spread
from walkthrough.report.numbers import number
from walkthrough.tui.compare.blocks import Block
from walkthrough.tui.format import WHOLE_CELLS, scale_of, with_point
from walkthrough.tui.ink import MUTED, PLAIN, STRONG
from walkthrough.tui.lines import Part

UNIT_CELLS = 3
RANGES_FROM = 60
RANGE_WORD = " to "
RANGE_GAP = 3


class Scale(Struct, frozen=True):
    """What a unit's bars and numbers are drawn with: the largest median, the unit's name."""

    largest: float
    unit: str
    factor: float


class Columns(Struct, frozen=True):
    """The cells of a row: the variant's name, the bar, the point with what follows, the range."""

    names: int
    bar: int
    part: int
    extent: int
    scales: Mapping[Unit, Scale]

    def figure(self, value: float, unit: Unit, strong: bool) -> tuple[Part, Part]:
        """A number on its point, and its unit in a column of its own."""
        scale = self.scales[unit]
        text = _set(value / scale.factor, unit, self.part)
        return (f" {text}", STRONG if strong else PLAIN), (
            f" {scale.unit:<{UNIT_CELLS - 1}}",
            MUTED,
        )

    def span(self, values: Spread, unit: Unit) -> str:
        """The lowest and the highest value, each on its point; blank below three runs."""
        if not self.extent or not values.has_range:
            return " " * self.extent
        factor = self.scales[unit].factor
        cells = (self.extent - RANGE_GAP - len(RANGE_WORD)) // 2
        low, high = (
            f"{_set(one / factor, unit, self.part).lstrip():>{cells}}"
            for one in (values.low, values.high)
        )
        return f"{' ' * RANGE_GAP}{low}{RANGE_WORD}{high}"


def columns_for(shown: Sequence[Block], names: Sequence[str], width: int) -> Columns:
    """The columns for these blocks in so many cells."""
    spreads = [(block.metric.unit, one) for block in shown for one in block.spreads.values()]
    scales: dict[Unit, Scale] = {}
    for unit in dict.fromkeys(unit for unit, _ in spreads):
        largest = max(one.median for own, one in spreads if own == unit)
        scales[unit] = Scale(largest, *scale_of(largest, unit))
    part = max(
        (_part_cells(one.median / scales[unit].factor, unit) for unit, one in spreads), default=0
    )
    ranged = width >= RANGES_FROM and any(one.has_range for _, one in spreads)
    name_cells = max(len(name) for name in names) + 2
    figure = 1 + WHOLE_CELLS + part + UNIT_CELLS
    ends = [
        _set(value / scales[unit].factor, unit, part).lstrip()
        for unit, one in spreads
        if one.has_range
        for value in (one.low, one.high)
    ]
    longest = max((len(end) for end in ends), default=0)
    extent = RANGE_GAP + 2 * longest + len(RANGE_WORD) if ranged else 0
    return Columns(name_cells, max(4, width - name_cells - figure - extent), part, extent, scales)


def _part_cells(value: float, unit: Unit) -> int:
    return 0 if unit == "count" else len("".join(number(value).partition(".")[1:]))


def _set(value: float, unit: Unit, part: int) -> str:
    if unit == "count":
        return f"{value:>{WHOLE_CELLS},.0f}{'':<{part}}"
    return with_point(value, part)
