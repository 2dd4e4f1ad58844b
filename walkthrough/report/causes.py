"""Why a step was not cached, in one sentence a cause. Pure functions.

Names of files and texts of instructions are foreign: control characters in them are replaced.
Markup is not; whoever prints the sentence takes care that it is not read as any.
"""

import textwrap

from walkthrough.measure.explain_cause import (
    ArgumentChanged,
    BaseImageChanged,
    CacheEvicted,
    CacheRefused,
    FileChange,
    FilesChanged,
    InstructionChanged,
    MissCause,
)
from walkthrough.report.numbers import size

TEXT_WIDTH = 60
FILES_TOLD = 3
ID_LENGTH = 19
REPLACEMENT = "\ufffd"


def cause_words(cause: MissCause) -> str:
    """`line 7, COPY . .: main.go changed (2,140 B, was 2,131 B)`."""
    return f"line {cause.line}, {_short(cause.step)}: {why_words(cause)}"


def why_words(cause: MissCause) -> str:
    """The cause without the step: `main.go changed (2,140 B, was 2,131 B)`."""
    match cause:
        case BaseImageChanged():
            return _base_words(cause)
        case InstructionChanged():
            return _instruction_words(cause)
        case ArgumentChanged(name=name, value=value, was=was):
            return f"the build argument {name} is {_value(value)}, was {_value(was)}"
        case FilesChanged(files=files, more=more):
            told = [_file_words(file) for file in files[:FILES_TOLD]]
            untold = len(files[FILES_TOLD:]) + more
            if untold:
                told.append(f"and {untold} more")
            return ", ".join(told)
        case CacheEvicted():
            return "nothing changed; the engine had dropped the result from its cache"
        case CacheRefused():
            return "the build was asked not to use the cache"


def _base_words(cause: BaseImageChanged) -> str:
    if cause.reference != cause.was_reference:
        return f"the base image is {cause.reference}, was {cause.was_reference}"
    ids = f"{cause.image_id[:ID_LENGTH]}, was {cause.was_image_id[:ID_LENGTH]}"
    return f"{cause.reference} is another image now ({ids})"


def _instruction_words(cause: InstructionChanged) -> str:
    text, was = _short(cause.text), _short(cause.was)
    if cause.changed_line is None:
        return f"{was} was taken out before it"
    own = cause.changed_line == cause.line
    where = "the instruction" if own else f"line {cause.changed_line}, {text},"
    if cause.moved:
        return f"{where} stood further down before"
    if cause.text == cause.was:
        return f"{where} has other white space now"
    return f"{where} changed; it was {was}" if was else f"{where} is new"


def _file_words(file: FileChange) -> str:
    path = _visible(file.path)
    if file.was_bytes is None:
        return f"{path} is new{_in_brackets(file.bytes)}"
    if file.bytes is None:
        return f"{path} is gone{_in_brackets(file.was_bytes, 'was ')}"
    if file.mode_only:
        return f"{path} has another mode ({size(file.bytes)}, same content)"
    return f"{path} changed ({_sizes(file.bytes, file.was_bytes)})"


def _sizes(now: int, before: int) -> str:
    """Both sizes; to the byte where they would read the same and are not."""
    if now == before:
        return f"{size(now)} as before"
    if size(now) != size(before):
        return f"{size(now)}, was {size(before)}"
    return f"{now:,} B, was {before:,} B"


def _in_brackets(size_bytes: int | None, before: str = "") -> str:
    return f" ({before}{size(size_bytes)})" if size_bytes else ""


def _value(value: str | None) -> str:
    return "not given" if value is None else f'"{_short(value)}"'


def _short(text: str) -> str:
    """The text on one line, cut at a word's end where it is long."""
    return _visible(textwrap.shorten(text, TEXT_WIDTH, placeholder=" …"))


def _visible(text: str) -> str:
    """The text with a replacement for every character that does something to a terminal."""
    return "".join(one if one.isprintable() else REPLACEMENT for one in text)
