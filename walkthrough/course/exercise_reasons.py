"""What a solution adds to another text, instruction by instruction, with its reasons. Pure."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
from walkthrough.course.exercise import DOCKERFILE, Reason


class Piece(Struct, frozen=True):
    """An instruction of a Dockerfile, or one line of any other text."""

    lines: tuple[str, ...]
    first: int


class Change(Struct, frozen=True):
    """A piece that both texts have (` `), that only the old one has (`-`) or only the new (`+`)."""

    sign: str
    piece: Piece
    reason: str = ""


def instructions_added(name: str, old: str, new: str) -> tuple[Piece, ...]:
    """The instructions of `new` that `old` has not; comments and blank lines left out."""
    return tuple(
        one.piece for one in changes(name, old, new, ()) if one.sign == "+" and _says(one.piece)
    )


def changes(name: str, old: str, new: str, reasons: Sequence[Reason]) -> tuple[Change, ...]:
    """The way from `old` to `new`, with the reason for each instruction that has one."""
    own = [one for one in reasons if one.file == name]
    return tuple(_changes(pieces(name, old), pieces(name, new), own))


def pieces(name: str, text: str) -> tuple[Piece, ...]:
    """A Dockerfile's instructions, comments between them line by line; any other text's lines."""
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    spans: dict[int, int] = {}
    if name == DOCKERFILE:
        try:
            spans = {one.line: one.end_line for one in parse(text).instructions}
        except UnparsableDockerfileError:
            spans = {}
    found = []
    number = 1
    while number <= len(lines):
        end = spans.get(number, number)
        found.append(Piece(tuple(lines[number - 1 : end]), number))
        number = end + 1
    return tuple(found)


def _changes(
    old: tuple[Piece, ...], new: tuple[Piece, ...], reasons: Sequence[Reason]
) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [one.lines for one in old], [one.lines for one in new], False)
    for operation, old_first, old_end, new_first, new_end in matcher.get_opcodes():
        if operation == "equal":
            for piece in new[new_first:new_end]:
                yield Change(" ", piece)
            continue
        for piece in old[old_first:old_end]:
            yield Change("-", piece)
        for piece in new[new_first:new_end]:
            yield Change("+", piece, _reason(piece, reasons))


def _reason(piece: Piece, reasons: Sequence[Reason]) -> str:
    """The reason that fits best: the one that names most of a line."""
    fitting = [
        one for one in reasons if any(line.lstrip().startswith(one.line) for line in piece.lines)
    ]
    return max(fitting, key=lambda one: len(one.line)).text if fitting else ""


def _says(piece: Piece) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in piece.lines)
