"""What a file of an image says: its text, or what kind of file it is. Nothing of it is run."""

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from walkthrough.engine.image_files_columns import Kind, Node
from walkthrough.engine.image_files_content import FileContent
from walkthrough.report.numbers import size
from walkthrough.tui.ink import FAINT, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import cut, line, rule, wrap
from walkthrough.tui.widgets.file_words import shown_name, text_lines
from walkthrough.tui.widgets.inside_rows import MARK_CELLS, Rows

NUMBER_CELLS = 5


class TextRow(Struct, frozen=True):
    """A row of text; `number` is its line's in the file, None where the line goes on."""

    text: Content
    number: int | None


class FileText(Rows):
    """The file's lines, long ones in several rows."""

    def __init__(self) -> None:
        super().__init__(classes="file-text")
        self._title = ""
        self._whole = ""
        self._notice: Sequence[Content] = ()
        self._lines: Sequence[str] = ()
        self._folded: tuple[int, Sequence[TextRow]] | None = None

    def show(self, content: FileContent, where: str) -> None:
        """Show a file; `where` names its layer."""
        self._title = f"/{shown_name(content.path)}"
        self._whole = f"{size(content.size_bytes)}, {where}"
        self._notice, self._lines, self._folded = (), (), None
        self.selected = 0
        if content.kind:
            words = f"This is no text: {content.kind}."
            self._notice = [line((words, MUTED))]
        elif not content.shown:
            self._notice = [line(("The file is empty.", MUTED))]
        else:
            self._lines = text_lines(content.shown)
            if not content.is_whole:
                self._whole = f"{size(len(content.shown))} of {self._whole}"
        self.redraw()

    def tell(self, path: bytes, notice: Sequence[Content]) -> None:
        """Say this of a file instead of its text."""
        self._title, self._whole = f"/{shown_name(path)}", ""
        self._notice, self._lines, self._folded = notice, (), None
        self.redraw()

    def count(self) -> int:
        return len(self._rows(self.content_size.width))

    def head(self, width: int) -> Sequence[Content]:
        room = max(1, width - len(self._whole) - 4)
        title = cut(line((self._title, STRONG)), room)
        notice = [row for one in self._notice for row in wrap(one, width)]
        return [rule(title, line((self._whole, MUTED)), width), Content(""), *notice]

    def row(self, place: int, width: int, chosen: bool) -> Content:
        row = self._rows(width + MARK_CELLS)[place]
        label = "" if row.number is None else str(row.number)
        return line((f"{label:>{NUMBER_CELLS}}  ", FAINT), row.text)

    def _keep_in_view(self) -> None:
        """The first row on screen is the selected one, so that each key scrolls."""
        self.selected = min(self.selected, max(0, self.count() - self._window))
        self._top = self.selected

    def _marked(self, place: int, width: int) -> Content:
        return line(" " * MARK_CELLS, self.row(place, width - MARK_CELLS, False))

    def _rows(self, width: int) -> Sequence[TextRow]:
        room = max(10, width - MARK_CELLS - NUMBER_CELLS - 2)
        if self._folded is None or self._folded[0] != room:
            self._folded = (room, tuple(_folded(self._lines, room)))
        return self._folded[1]


def _folded(lines: Sequence[str], room: int) -> list[TextRow]:
    rows = []
    for number, text in enumerate(lines, start=1):
        own = line((text, PLAIN))
        pieces = own.fold(room) if own.cell_length > room else [own]
        rows += [TextRow(piece, None if place else number) for place, piece in enumerate(pieces)]
    return rows


def no_text(node: Node) -> str:
    """What stands there instead of a regular file; empty for such a file."""
    if node.kind == Kind.SYMLINK:
        return f"A symbolic link to {shown_name(node.link)}. Links are not followed."
    if node.kind == Kind.HARD_LINK:
        return f"Another name of /{shown_name(node.link)}, a file of the same layer."
    if node.kind == Kind.GONE:
        return "This layer removes it. The layers below still have it, for whoever pulls them."
    if node.kind == Kind.DEVICE:
        return "A device or a pipe: it has no content."
    return ""
