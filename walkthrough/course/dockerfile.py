"""Reads a Dockerfile into stages and instructions with the lines they stand on. Pure.

It follows BuildKit's parser: parser directives, comments, continued lines, here-documents. What
the engine would refuse before a build starts is refused here too, with the line. It serves the
linter, the rewriting of FROM lines and the way from a build's step back to its line.
"""

import json
import re

from msgspec import Struct

from walkthrough.course.dockerfile_flags import Flag, leading_flags
from walkthrough.course.dockerfile_lines import Directive, LogicalLine, SourceLines
from walkthrough.course.heredoc import heredoc_starts
from walkthrough.errors import BadInputError

_TAKES_HEREDOC = frozenset({"ADD", "COPY", "RUN"})
_TAKES_ARRAY = _TAKES_HEREDOC | {"CMD", "ENTRYPOINT", "SHELL", "VOLUME"}
_TAKES_WORDS = {"ARG", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD"}
KEYWORDS = _TAKES_ARRAY | _TAKES_WORDS | {"FROM", "STOPSIGNAL", "USER", "WORKDIR"}
_MAY_BE_EMPTY = frozenset({"CMD", "ENTRYPOINT"})
_NO_TRIGGER = frozenset({"FROM", "MAINTAINER", "ONBUILD"})
_STAGE_NAME = re.compile(r"[a-z][a-z0-9\-_.]*")


class UnparsableDockerfileError(BadInputError):
    """A Dockerfile that no engine would build: `line` (1-based) and `reason`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            f"The Dockerfile cannot be read: line {line}.",
            f"{reason[0].upper()}{reason[1:]}.",
            "Correct that line; https://docs.docker.com/reference/dockerfile/ has the rules.",
        )
        self.line = line
        self.reason = reason


class Heredoc(Struct, frozen=True):
    """A here-document: its terminator's name, its text as written, whether variables expand."""

    name: str
    content: str
    expand: bool
    chomp: bool
    file_descriptor: int = 0


class Instruction(Struct, frozen=True):
    """One instruction with the lines (1-based, here-documents included) it stands on.

    `keyword` is in upper case; `value` is what follows the flags, continued lines joined;
    `array` holds the JSON form's strings, None for the shell form. `trigger` is the instruction
    of an ONBUILD.
    """

    keyword: str
    value: str
    line: int
    end_line: int
    flags: tuple[Flag, ...] = ()
    array: tuple[str, ...] | None = None
    heredocs: tuple[Heredoc, ...] = ()
    trigger: "Instruction | None" = None

    def flag_values(self, name: str) -> tuple[str, ...]:
        """The values of every flag with this name, in order."""
        return tuple(one.value or "" for one in self.flags if one.name == name)


class Stage(Struct, frozen=True):
    """One build stage: its FROM and the instructions after it.

    `base` is the reference as written, variables and all; `name` is in lower case, as BuildKit
    keeps it; `line` to `end_line` are the FROM's own.
    """

    index: int
    name: str | None
    base: str
    platform: str | None
    line: int
    end_line: int
    instructions: tuple[Instruction, ...]


class Dockerfile(Struct, frozen=True):
    """A whole Dockerfile: its stages, and all instructions (leading ARGs and FROMs too)."""

    stages: tuple[Stage, ...]
    instructions: tuple[Instruction, ...]
    escape: str
    directives: tuple[Directive, ...] = ()

    def directive(self, name: str) -> Directive | None:
        """The parser directive with this name (`syntax`, `check`, `escape`)."""
        return next((one for one in self.directives if one.name == name), None)


def parse(text: str) -> Dockerfile:
    """Read a Dockerfile. Raises UnparsableDockerfileError with the line where it cannot be built.

    A file with a `# syntax=` line may use instructions that are not known here.
    """
    lines = SourceLines(text, UnparsableDockerfileError)
    instructions = []
    while (logical := lines.next_instruction()) is not None:
        instructions.append(_instruction(logical, lines))
    if not instructions:
        raise UnparsableDockerfileError(max(lines.number, 1), "it has no instructions")
    return Dockerfile(
        stages=_stages(instructions),
        instructions=tuple(instructions),
        escape=lines.escape,
        directives=tuple(lines.directives),
    )


def _instruction(logical: LogicalLine, lines: SourceLines) -> Instruction:
    read = _read(logical.text.strip(), logical.line, lines)
    bearer = read.trigger or read
    heredocs = []
    if bearer.keyword in _TAKES_HEREDOC and bearer.array is None and "<<" in logical.text:
        try:
            starts = heredoc_starts(logical.text)
        except ValueError as error:
            raise UnparsableDockerfileError(logical.line, str(error)) from error
        for start in starts:
            content = lines.until(start.ends_at)
            if content is None:
                reason = f"the here-document {start.name} is never ended"
                raise UnparsableDockerfileError(logical.line, reason)
            heredocs.append(
                Heredoc(start.name, content, start.expand, start.chomp, start.file_descriptor)
            )
    return Instruction(
        keyword=read.keyword,
        value=read.value,
        line=logical.line,
        end_line=lines.number,
        flags=read.flags,
        array=read.array,
        heredocs=tuple(heredocs),
        trigger=read.trigger,
    )


def _read(text: str, line: int, lines: SourceLines) -> Instruction:
    word, *rest = re.split(r"[\t\v\f\r ]+", text, maxsplit=1)
    keyword = word.upper()
    if keyword not in KEYWORDS and not any(one.name == "syntax" for one in lines.directives):
        raise UnparsableDockerfileError(line, f"unknown instruction {word!r}")
    flags, value = leading_flags(rest[0] if rest else "", lines.escape)
    if not value and keyword not in _MAY_BE_EMPTY:
        raise UnparsableDockerfileError(line, f"{keyword} needs an argument")
    trigger = None
    if keyword == "ONBUILD":
        trigger = _read(value, line, lines)
        if trigger.keyword in _NO_TRIGGER:
            reason = f"{trigger.keyword} is not allowed after ONBUILD"
            raise UnparsableDockerfileError(line, reason)
    array = _array(value, line) if keyword in _TAKES_ARRAY else None
    if keyword in ("ADD", "COPY") and len(array if array is not None else value.split()) < 2:
        raise UnparsableDockerfileError(line, f"{keyword} needs a source and a destination")
    if keyword in ("ENV", "LABEL") and len(value.split()) == 1 and "=" not in value:
        raise UnparsableDockerfileError(line, f"{keyword} needs a name and a value")
    return Instruction(keyword, value, line, line, flags, array, (), trigger)


def _array(value: str, line: int) -> tuple[str, ...] | None:
    """The strings of the JSON form; None where the value is not a JSON array."""
    if not value.startswith("["):
        return None
    try:
        parsed = json.loads(value)
    except ValueError:
        return None
    if not all(isinstance(one, str) for one in parsed):
        raise UnparsableDockerfileError(line, "an array may hold strings only")
    return tuple(parsed)


def _stages(instructions: list[Instruction]) -> tuple[Stage, ...]:
    starts = [number for number, one in enumerate(instructions) if one.keyword == "FROM"]
    leading = instructions[: starts[0]] if starts else instructions
    for one in leading:
        if one.keyword != "ARG":
            reason = f"{one.keyword} stands before the first FROM; only ARG may"
            raise UnparsableDockerfileError(one.line, reason)
    if not starts:
        raise UnparsableDockerfileError(instructions[-1].end_line, "it has no FROM")
    ends = [*starts[1:], len(instructions)]
    return tuple(
        _stage(index, instructions[start], tuple(instructions[start + 1 : end]))
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _stage(index: int, start: Instruction, instructions: tuple[Instruction, ...]) -> Stage:
    base, *rest = start.value.split()
    name = None
    if rest:
        if len(rest) != 2 or rest[0].upper() != "AS":
            raise UnparsableDockerfileError(
                start.line, "FROM takes an image, or an image, AS and a name"
            )
        name = rest[1].lower()
        if _STAGE_NAME.fullmatch(name) is None:
            raise UnparsableDockerfileError(start.line, f"{rest[1]!r} cannot name a stage")
    platforms = start.flag_values("platform")
    return Stage(
        index=index,
        name=name,
        base=base,
        platform=platforms[-1] if platforms else None,
        line=start.line,
        end_line=start.end_line,
        instructions=instructions,
    )
