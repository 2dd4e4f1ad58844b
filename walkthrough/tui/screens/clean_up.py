"""Lists what cleaning up would remove, and asks: the words of `walkthrough clean`."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen

from walkthrough.engine.leftover_words import QUESTION, left_words, listing, nothing_left_words
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import plural
from walkthrough.tui.ink import FAINT, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import joined, line, wrap
from walkthrough.tui.upkeep import DiskUse
from walkthrough.tui.widgets.answer_row import Answer, AnswerRow

if TYPE_CHECKING:
    from walkthrough.engine.cleanup import Leftovers

KEPT = (
    "Kept: what you have measured, images that were pulled, what walkthrough made for others on "
    "this engine, and all that is not walkthrough's."
)


class Listing(Drawn):
    """One line for each thing, as the command lists them."""

    def __init__(self, where: str, things: tuple[str, ...]) -> None:
        super().__init__()
        self._where = where
        self.things = things

    def lines(self, width: int) -> list[Content]:
        if not self.things:
            return wrap(line((nothing_left_words(self._where), STRONG)), width)
        rows = [*wrap(line((left_words(self._where), STRONG)), width), Content("")]
        for text in self.things:
            first, *others = wrap(line((joined(text), PLAIN)), width - 4)
            rows += [line("  ", first), *(line("    ", one) for one in others)]
        return [*rows, Content(""), *wrap(line((KEPT, FAINT)), width)]


class Question(Drawn):
    """The question, with how many things it is about."""

    count = 0

    def lines(self, width: int) -> list[Content]:
        if not self.count:
            return [Content("")]
        question = line((QUESTION, STRONG), (f"  {plural(self.count, 'thing')}", MUTED))
        return [Content(""), question]


class CleanUpScreen(ModalScreen["Leftovers | None"]):
    """Its result is what to remove; b takes the base images that were made here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "remove", "remove", show=False),
        Binding("b", "switch_bases", "bases too", show=False),
        Binding("escape,n,q", "dismiss(None)", "keep", show=False),
    ]

    _listing = query_one(Listing)

    def __init__(self, use: DiskUse) -> None:
        super().__init__()
        self._use = use
        self._with_bases = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            with VerticalScroll(classes="told"):
                yield Listing(self._use.where, ())
            yield Question()
            yield AnswerRow(())

    def on_mount(self) -> None:
        self._show()

    def action_switch_bases(self) -> None:
        """Take the base images that were made here too, or leave them."""
        self._with_bases = not self._with_bases
        self._show()

    def action_remove(self) -> None:
        """Let all that is listed be removed."""
        chosen = self._chosen()
        self.dismiss(chosen if chosen else None)

    def _chosen(self) -> "Leftovers":
        found = self._use.leftovers
        return found if self._with_bases else found.without_bases()

    def _show(self) -> None:
        things = tuple(listing(self._chosen()))
        self._listing.things = things
        self._listing.redraw()
        question = self.query_one(Question)
        question.count = len(things)
        question.redraw()
        has_bases = any(one.is_base for one in self._use.leftovers.images)
        bases = "keep the base images" if self._with_bases else "the base images made here too"
        remove = Answer("enter", f"remove {plural(len(things), 'thing')}", "remove")
        keep = Answer("esc", "keep everything", "dismiss(None)")
        switch = Answer("b", bases, "switch_bases")
        row = self.query_one(AnswerRow)
        row.show((*((remove,) if things else ()), keep, *((switch,) if has_bases else ())))
