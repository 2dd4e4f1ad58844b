"""How a page's step looks in a terminal: the same for the reader and for the linter's count."""

from io import StringIO
from typing import ClassVar

from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.syntax import Syntax
from rich.theme import Theme

CODE_INDENT = 2
PAGE_THEME = Theme({"markdown.code": "bold cyan", "markdown.h2": "bold"})


class LeftHeading(Heading):
    """A heading that begins where the text begins."""

    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = {}


class IndentedCode(CodeBlock):
    """A code block in the terminal's own colours, indented instead of boxed."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Syntax(
            str(self.text).rstrip(),
            self.lexer_name,
            theme="ansi_dark",
            background_color="default",
            word_wrap=True,
        )
        yield Padding(code, (0, 0, 0, CODE_INDENT))


class StepMarkdown(Markdown):
    """A step's text, ready to be printed to a console."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": LeftHeading,
        "fence": IndentedCode,
        "code_block": IndentedCode,
    }


def screen_lines(text: str, width: int) -> int:
    """How many lines a step takes in a terminal of this many columns."""
    console = Console(file=StringIO(), width=width, force_terminal=True, color_system=None)
    return len(console.render_lines(StepMarkdown(text, hyperlinks=False), pad=False))
