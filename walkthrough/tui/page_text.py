"""A page's Markdown as styled lines for a width. Pure, and quick enough for a resize."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content
from textual.style import Style

from walkthrough.tui.code import highlighted
from walkthrough.tui.ink import NEW, STRONG
from walkthrough.tui.lines import line, wrap

BODY = "$foreground 88%"
CODE = "bold $text-primary"
CODE_INDENT = "  "
INLINE = {"strong_open": STRONG, "em_open": "italic", "s_open": "strike"}


def page_lines(text: str, width: int) -> list[Content]:
    """The text's headings, paragraphs, lists, code and links, each block after an empty line."""
    lines: list[Content] = []
    prefixes: list[str] = []
    marker: Content | None = None
    tight = False
    for number, token in enumerate(tokens := MarkdownIt("commonmark").parse(text)):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                _part(lines)
                prefixes.append("  ")
            case "bullet_list_close" | "ordered_list_close":
                prefixes.pop()
                tight = False
            case "list_item_open":
                mark = f"{token.info}." if token.info else "•"
                marker = line((f"{mark} ", NEW))
                tight = True
            case "blockquote_open":
                _part(lines)
                prefixes.append("▎ ")
            case "blockquote_close":
                prefixes.pop()
            case "inline":
                opened = tokens[number - 1].type
                if not tight and not (prefixes and prefixes[-1] == "▎ "):
                    _part(lines)
                style = STRONG if opened == "heading_open" else BODY
                lines += _block(_inline(token.children or [], style), width, prefixes, marker)
                marker = None
            case "fence" | "code_block":
                _part(lines)
                lines += _code(token, width)
    return lines


def _part(lines: list[Content]) -> None:
    if lines and lines[-1].cell_length:
        lines.append(Content(""))


def _block(
    text: Content, width: int, prefixes: Sequence[str], marker: Content | None
) -> list[Content]:
    lines: list[Content] = []
    lead = line(*((prefix, NEW) for prefix in prefixes))
    for row in text.split("\n"):
        for wrapped in wrap(row, width - lead.cell_length):
            if marker is not None and not lines:
                before = line(*((prefix, NEW) for prefix in prefixes[:-1]))
                lines.append(line(before, marker, wrapped))
            else:
                lines.append(line(lead, wrapped))
    return lines


def _inline(tokens: Sequence[Token], base: str) -> Content:
    """Inline Markdown as one text; a soft line break is a blank."""
    parts = [Content("")]
    styles: list[str | Style] = [base]
    for token in tokens:
        match token.type:
            case "text":
                parts.append(_styled(token.content, styles))
            case "code_inline":
                parts.append(_styled(token.content, [*styles, STRONG]))
            case "softbreak":
                parts.append(Content(" "))
            case "hardbreak":
                parts.append(Content("\n"))
            case "link_open":
                styles.append(Style(link=str(token.attrGet("href") or ""), underline=True))
            case "strong_open" | "em_open" | "s_open":
                styles.append(INLINE[token.type])
            case "link_close" | "strong_close" | "em_close" | "s_close":
                styles.pop()
    return line(*parts)


def _styled(text: str, styles: Sequence[str | Style]) -> Content:
    content = Content(text)
    for style in styles:
        content = content.stylize(style)
    return content


def _code(token: Token, width: int) -> list[Content]:
    language = token.info.strip() or "text"
    rows = highlighted(token.content.rstrip("\n"), language)
    return [
        line(CODE_INDENT, piece)
        for row in rows
        for piece in (row.fold(width - len(CODE_INDENT)) if row.cell_length else [row])
    ]
