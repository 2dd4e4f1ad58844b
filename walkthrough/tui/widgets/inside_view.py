"""Two images on one scale: how much of each is the program, and how much came with it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content

from walkthrough.course.model import Variant
from walkthrough.engine.model import ImageFacts
from walkthrough.report.image_groups import Group, Part
from walkthrough.report.numbers import number, size, times
from walkthrough.tui.bars import row_bar
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import NUMBER_CELLS, aligned, scale_of
from walkthrough.tui.ink import BEFORE, BETTER, KEY, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import fit, line, pad, spread, wrap

UNIT_CELLS = 4
UNKNOWN = "What the image is made of appears here with your first cold build."
FOLDER_INK = "$foreground 25%"
AROUND_INK = "$foreground 42%"
SHARES: dict[str, tuple[str, frozenset[Group]]] = {
    "your program": (NEW, frozenset({Group.PROGRAM})),
    "your folder": (
        FOLDER_INK,
        frozenset(
            {
                Group.DATA,
                Group.SECRET,
                Group.GIT,
                Group.OLD_BINARIES,
                Group.DOCS,
                Group.SOURCE,
            }
        ),
    ),
    "caches, system": (
        AROUND_INK,
        frozenset(
            {
                Group.MODULES,
                Group.BUILD_CACHE,
                Group.TOOLS,
                Group.CERTIFICATES,
                Group.OTHER,
            }
        ),
    ),
    "Go compiler": (BEFORE, frozenset({Group.COMPILER})),
}


class ShownImage(Struct, frozen=True):
    """A variant with its image and, where there is one, the variant that it is read against."""

    variant: Variant
    image: ImageFacts | None
    other: Variant | None = None
    other_image: ImageFacts | None = None

    @property
    def is_comparable(self) -> bool:
        """Whether both images are of the same program."""
        return self.other is not None and self.other.app == self.variant.app

    @property
    def pairs(self) -> tuple[tuple[Variant, ImageFacts], ...]:
        """The images that were measured, the variant's own first."""
        both = ((self.variant, self.image), (self.other, self.other_image))
        return tuple((one, facts) for one, facts in both if one is not None and facts is not None)


class Replaced(Struct, frozen=True):
    """A variant of which a later build, as after an edit, left another image than was measured:
    the ids of the measured one and of the one now read."""

    variant_id: str
    measured_id: str
    read_id: str

    @property
    def words(self) -> str:
        """What the reader has to know of it."""
        return (
            f"These are the files of {self.variant_id}'s newest build, {short_id(self.read_id)}. "
            f"It took the place of the image that was measured, {short_id(self.measured_id)}."
        )


class InsideView(Drawn):
    """A sentence, both images as bars, and what their colours mean."""

    def __init__(self) -> None:
        super().__init__(classes="head")
        self._shown: ShownImage | None = None
        self._parts: Mapping[str, Sequence[Part]] = {}
        self._replaced: Sequence[Replaced] = ()

    def show(
        self,
        shown: ShownImage,
        parts: Mapping[str, Sequence[Part]],
        replaced: Sequence[Replaced] = (),
    ) -> None:
        """Show these images; `parts` are the groups of files by variant, where they are known."""
        self._shown, self._parts, self._replaced = shown, parts, replaced
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        shown = self._shown
        if shown is None:
            return []
        if shown.image is None:
            head = line((shown.variant.id, STRONG), ("  not built yet", MUTED))
            return [head, Content(""), *wrap(line((UNKNOWN, MUTED)), width)]
        return [
            self._sentence(shown, width),
            *self._bars(shown, width),
            *self._legend(shown, width),
            *(row for one in self._replaced for row in wrap(line((one.words, WORSE)), width)),
        ]

    def _sentence(self, shown: ShownImage, width: int) -> Content:
        """How much of the images is the program; before that is known, how they differ."""
        gain = _gain(shown)
        shares = [
            (one.id, _summed(self._parts[one.id], SHARES["your program"][1]), facts.unpacked_bytes)
            for one, facts in shown.pairs
            if one.id in self._parts
        ]
        if not shares or not all(own for _, own, _ in shares):
            return spread(line(("Image", STRONG)), gain, width)
        head, *rest = [
            line((_of(own, whole), KEY if place == 0 else STRONG), f" in {name}")
            for place, (name, own, whole) in enumerate(shares)
        ]
        options = [line("Your program is ", head, *(line(", and ", one) for one in rest), ".")]
        options.append(line("Your program: ", head, *(line(", ", one) for one in rest)))
        options.append(line("Your program: ", head))
        return fit(options, width)

    def _bars(self, shown: ShownImage, width: int) -> list[Content]:
        largest = max(facts.unpacked_bytes for _, facts in shown.pairs)
        unit, factor = scale_of(largest, "bytes")
        names = max(len(one.id) for one, _ in shown.pairs) + 2
        room = width - names - NUMBER_CELLS - UNIT_CELLS - 1
        rows = []
        for one, facts in sorted(shown.pairs, key=lambda pair: -pair[1].unpacked_bytes):
            ink = STRONG if one is shown.variant else MUTED
            parts = self._parts.get(one.id)
            whole = row_bar(facts.unpacked_bytes, largest, room, NEW if ink == STRONG else BEFORE)
            drawn = whole if parts is None else _split(parts, facts.unpacked_bytes, largest, room)
            figure = (f" {aligned(facts.unpacked_bytes / factor)}", ink if ink == STRONG else PLAIN)
            rows.append(line(pad(line((one.id, ink)), names), drawn, figure, (f" {unit}", MUTED)))
        return rows

    def _legend(self, shown: ShownImage, width: int) -> list[Content]:
        """What the colours mean, with the larger image's figures."""
        known = [pair for pair in shown.pairs if pair[0].id in self._parts]
        if not known:
            return []
        one, _facts = max(known, key=lambda pair: pair[1].unpacked_bytes)
        items = [
            line(("■ ", ink), (title, MUTED), (f" {size(own)}", PLAIN))
            for title, (ink, groups) in SHARES.items()
            if (own := _summed(self._parts[one.id], groups))
        ]
        names = max(len(pair[0].id) for pair in shown.pairs) + 2
        options = [Content(gap).join(items) for gap in ("   ", "  ")]
        indented = [line(" " * names, option) for option in options]
        fitting = (option for option in [*indented, *options] if option.cell_length <= width)
        return [*fitting][:1]


def _of(part: int, whole: int) -> str:
    """`12.6 of 397 MB`."""
    unit, factor = scale_of(whole, "bytes")
    return f"{number(part / factor)} of {number(whole / factor)}\u00a0{unit}"


def _summed(parts: Sequence[Part], groups: frozenset[Group]) -> int:
    return sum(part.size_bytes for part in parts if part.group in groups)


def _split(parts: Sequence[Part], whole: int, largest: int, width: int) -> Content:
    """A bar in which each share has its own colour; one that is there has a cell at least."""
    cells = max(1, min(width, round(whole / largest * width))) if whole and largest else 0
    sizes = [_summed(parts, groups) for _, groups in SHARES.values()]
    counts = [max(1, round(own / whole * cells)) if own * 200 > whole else 0 for own in sizes]
    by_size = sorted(range(len(sizes)), key=lambda place: sizes[place])
    for place in by_size:
        counts[place] -= max(0, min(counts[place], sum(counts) - cells))
    counts[by_size[-1]] += cells - sum(counts)
    inks = (ink for ink, _ in SHARES.values())
    bar = [("▆" * count, ink) for count, ink in zip(counts, inks, strict=True)]
    return pad(line(*bar), width)


def _gain(shown: ShownImage) -> Content:
    image, before = shown.image, shown.other_image
    if image is None or before is None or not image.unpacked_bytes or not before.unpacked_bytes:
        return Content("")
    if image.unpacked_bytes == before.unpacked_bytes:
        return line(("the same", MUTED))
    if image.unpacked_bytes < before.unpacked_bytes:
        less = size(before.unpacked_bytes - image.unpacked_bytes)
        factor = times(before.unpacked_bytes / image.unpacked_bytes)
        return line((f"{less} less", MUTED), (f"   {factor} smaller", BETTER))
    more = size(image.unpacked_bytes - before.unpacked_bytes)
    factor = times(image.unpacked_bytes / before.unpacked_bytes)
    return line((f"{more} more", MUTED), (f"   {factor} larger", WORSE))


def short_id(image_id: str) -> str:
    """An image's id as `docker images` shows it."""
    return image_id.rpartition(":")[2][:12]
