"""Names and texts out of an image, made fit to be shown. Pure."""

from walkthrough.tui.foreign_text import harmless, shortened

NEWLINE = "\N{SYMBOL FOR NEWLINE}"


def shown_name(name: bytes) -> str:
    """A path or a name: what is no text or would move the cursor stands there as a mark."""
    text = harmless(name.decode("utf-8", "replace").replace("\n", NEWLINE))
    return text or "\N{REPLACEMENT CHARACTER}"


def text_lines(content: bytes) -> list[str]:
    """A file's text line by line, without control characters; very long lines are cut."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    lines = [shortened(harmless(one)) for one in text.split("\n")]
    return lines[:-1] if lines and not lines[-1] else lines
