"""A table that stays readable where the terminal is narrower than it: its rows become blocks."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

FULL_WIDTH = 80
"""From here on a table is one, with what it has to break broken in its cells."""
UNBOUNDED = 1000
INDENT = 2


class FittingTable(Table):
    """A table, or below 80 columns where it does not fit a block for each row.

    A block is headed by the row's first cell and has a line for each other cell, named as its
    column; empty cells are left out.
    """

    def __init__(self, first: str, *, wrapped: bool = False) -> None:
        super().__init__(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
        self.collapse_padding = True
        self.add_column(first, no_wrap=not wrapped)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        unbounded = options.update(max_width=UNBOUNDED)
        needed = self.__rich_measure__(console, unbounded).maximum
        if options.max_width >= FULL_WIDTH or needed <= options.max_width:
            yield from super().__rich_console__(console, options)
        else:
            yield from self._blocks()

    def _blocks(self) -> Iterator[Text | Padding]:
        title, *names = (str(column.header) for column in self.columns)
        yield Text(f"{title}:", style="bold")
        label_width = max(len(name) for name in names)
        for first, *cells in zip(*(column.cells for column in self.columns), strict=True):
            yield Text(str(first))
            block = Table.grid(padding=(0, 2))
            block.add_column(width=label_width)
            block.add_column()
            for name, cell in zip(names, cells, strict=True):
                if str(cell):
                    block.add_row(name, str(cell).replace("\n", ", "))
            yield Padding(block, (0, 0, 0, INDENT))
