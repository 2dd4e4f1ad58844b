"""What the better image leaves out, by group, with what each would give to whoever finds it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content

from walkthrough.course.model import Variant
from walkthrough.engine.model import ImageFacts
from walkthrough.report.image_groups import WHY, Found, Group, Part
from walkthrough.report.numbers import JOIN, number, size
from walkthrough.report.secret_words import secret_words
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import plural
from walkthrough.tui.ink import FAILED, FAINT, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import cut_at_word, line, pad, rule, wrap
from walkthrough.tui.widgets.file_words import shown_name, text_lines

AMOUNT_CELLS = 10
TITLE_CELLS = 22
WIDE_FROM = 72
TINY_BYTES = 10_000


class Differences(Struct, frozen=True):
    """What the variant `better` leaves out of `worse`; `secrets` are those of `worse`.

    Without a better one it is all that lies in it.
    """

    worse: str
    better: str
    parts: tuple[Part, ...]
    secrets: tuple[Found, ...]


class LeftOut(Drawn):
    """The groups; with `examples` also their largest files and what the secrets say."""

    def __init__(self) -> None:
        super().__init__()
        self._differences: Differences | None = None
        self._about: Sequence[str] = ()
        self._examples = False

    def show(self, differences: Differences | None, about: Sequence[str], examples: bool) -> None:
        """Show these; without any, only what there is to say."""
        shown = (differences, about, examples)
        if shown != (self._differences, self._about, self._examples):
            self._differences, self._about, self._examples = shown
            self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return self._differences is None and not self._about

    def lines(self, width: int) -> list[Content]:
        found = self._differences
        about = [row for one in self._about for row in wrap(line((one, MUTED)), width)]
        if found is None:
            return about
        total = sum(part.size_bytes for part in found.parts)
        title = f"What {found.better} leaves out of {found.worse}"
        if not found.better:
            title = f"What lies in {found.worse}"
        head = rule(title, line((size(total) if found.parts else "nothing", MUTED)), width)
        return [head, Content(""), *self._groups(found, width), *about]

    def _groups(self, found: Differences, width: int) -> list[Content]:
        if not found.parts:
            words = "Both images have the same files, or the same ones with another content."
            return [*wrap(line((words, MUTED)), width), Content("")]
        rows: list[Content] = []
        for part in found.parts:
            rows += _group(part, found.secrets, width)
            if self._examples:
                rows += _examples(part, found.secrets, width)
        return [*rows, Content("")] if self._about else rows


def about_secrets(
    pairs: Sequence[tuple[Variant, ImageFacts]], groups: Mapping[str, Sequence[Part]]
) -> list[str]:
    """Where the builds of these variants leave the secret of their context, for those whose files
    are known."""
    told = []
    for variant, _ in pairs:
        if variant.id in groups:
            in_image = any(part.group == Group.SECRET for part in groups[variant.id])
            words = secret_words(variant, in_image)
            told += [f"{variant.id}: {words}"] if words else []
    return told


def _group(part: Part, secrets: Sequence[Found], width: int) -> list[Content]:
    """A group's size and title, and what it means: beside them, or below in a narrow place."""
    secret = part.group == Group.SECRET
    amount = f"{_amount(part):>{AMOUNT_CELLS}}"
    title = shown_name(secrets[0].path.rpartition(b"/")[2]) if secret and secrets else part.group
    head = line((amount, PLAIN), "  ", (title, FAILED if secret else STRONG))
    why = line((_told(secrets) if secret else WHY[part.group], MUTED))
    if width < WIDE_FROM:
        return [head, *wrap(why, width, " " * (AMOUNT_CELLS + 2))]
    return [cut_at_word(line(pad(head, AMOUNT_CELLS + TITLE_CELLS), why), width)]


def _told(secrets: Sequence[Found]) -> str:
    """What can be read in the first secret: the names of its settings, else that it can be."""
    lines = [one for found in secrets for one in text_lines(found.text)]
    names = [one.partition("=")[0] for one in lines if "=" in one and not one.startswith("#")]
    named = next((one for one in reversed(names) if one), "")
    return f"{named}: anyone can read it" if named else WHY[Group.SECRET]


def _amount(part: Part) -> str:
    if part.size_bytes < TINY_BYTES:
        return plural(part.files, "file")
    return f"{number(part.size_bytes / 1e6)}{JOIN}MB"


def _examples(part: Part, secrets: Sequence[Found], width: int) -> list[Content]:
    indent = " " * (AMOUNT_CELLS + 2)
    if width < WIDE_FROM and part.group != Group.SECRET:
        return []
    if part.group == Group.SECRET and secrets:
        shown = [
            one
            for found in secrets
            for one in (f"/{shown_name(found.path)}:", *text_lines(found.text))
        ]
        return [row for one in shown for row in wrap(line((one, FAILED)), width, indent)]
    names = [shown_name(path) for path in part.examples]
    return [line(indent, (_end_of(name, width - len(indent)), FAINT)) for name in names]


def _end_of(path: str, room: int) -> str:
    """The path, or as many of its last parts as there is room for."""
    shown = f"/{path}"
    while len(shown) > room and "/" in path:
        path = path.partition("/")[2]
        shown = f"…/{path}"
    return shown if len(shown) <= room else f"{shown[: room - 1]}…"
