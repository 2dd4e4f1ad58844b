"""Gives a Dockerfile's image references other images, and leaves every other byte as it was. Pure.

Line numbers stay, so what the engine says about a line is true of the author's file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from walkthrough.build.references import base_of, complete, images_used, without_digest
from walkthrough.course.dockerfile import (
    Dockerfile,
    Instruction,
    UnparsableDockerfileError,
    parse,
)


class _Edit(Struct, frozen=True):
    """Characters of the file, not always neighbours, and what stands in their place."""

    offsets: Sequence[int]
    text: str


class _Source(Struct, frozen=True):
    """An instruction's text, continued lines joined, and where each character stands."""

    text: str
    offsets: Sequence[int]


def rewrite_bases(
    dockerfile: str, replacements: Mapping[str, str], build_args: Mapping[str, str] | None = None
) -> str:
    """The Dockerfile's text with the images that `replacements` names replaced by its values.

    References are compared as the engine reads them: ARGs and `build_args` expanded, registry and
    tag completed; one with a tag and a digest counts as its tag. Stages are never replaced. What
    cannot be parsed is returned as it is: the engine says what is wrong with it.
    """
    try:
        parsed = parse(dockerfile)
    except UnparsableDockerfileError:
        return dockerfile
    images = {complete(image): stand_in for image, stand_in in replacements.items()}
    edits = [*_base_edits(dockerfile, parsed, images, build_args or {})]
    for stage in parsed.stages:
        for instruction in stage.instructions:
            edits += _source_edits(dockerfile, parsed, instruction, images)
    return _applied(dockerfile, edits)


def _base_edits(
    text: str, parsed: Dockerfile, images: Mapping[str, str], build_args: Mapping[str, str]
) -> Iterator[_Edit]:
    starts = (one for one in parsed.instructions if one.keyword == "FROM")
    for stage, start in zip(parsed.stages, starts, strict=True):
        replacement = _replacement(base_of(parsed, stage, build_args), images)
        if replacement is not None:
            source = _source(text, start, parsed.escape)
            flags_end = _flags(source, parsed.escape)[-1][1]
            at = source.text.index(stage.base, flags_end)
            yield _Edit(source.offsets[at : at + len(stage.base)], replacement)


def _source_edits(
    text: str, parsed: Dockerfile, instruction: Instruction, images: Mapping[str, str]
) -> Iterator[_Edit]:
    for image in dict.fromkeys(images_used(parsed, instruction)):
        replacement = _replacement(complete(image), images)
        if replacement is None:
            continue
        source = _source(text, instruction, parsed.escape)
        written = re.compile(rf"""from=["']?({re.escape(image)})(?=["',]|$)""")
        for start, end in _flags(source, parsed.escape):
            if found := written.search(source.text, start, end):
                yield _Edit(source.offsets[found.start(1) : found.end(1)], replacement)


def _replacement(image: str | None, images: Mapping[str, str]) -> str | None:
    if image is None:
        return None
    return images.get(image) or images.get(without_digest(image))


def _source(text: str, instruction: Instruction, escape: str) -> _Source:
    lines = text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: instruction.line - 1])
    characters = ""
    offsets: list[int] = []
    for number, line in enumerate(lines[instruction.line - 1 :]):
        bare = line.rstrip(" \t\r")
        continued = bare.endswith(escape) and not bare.endswith(escape * 2)
        if number == 0 or (bare and not bare.lstrip().startswith("#")):
            kept = bare[:-1] if continued else line.rstrip("\r")
            characters += kept
            offsets += range(offset, offset + len(kept))
            if not continued:
                break
        offset += len(line) + 1
    return _Source(characters, offsets)


def _flags(source: _Source, escape: str) -> list[tuple[int, int]]:
    """Where the keyword and each flag after it begin and end."""
    spans: list[tuple[int, int]] = []
    position = 0
    while True:
        start = position + len(source.text[position:]) - len(source.text[position:].lstrip())
        if spans and not source.text.startswith("--", start):
            return spans
        position = _word_end(source.text, start, escape)
        spans.append((start, position))


def _word_end(text: str, position: int, escape: str) -> int:
    quote = ""
    while position < len(text):
        character = text[position]
        if character == escape:
            position += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character.isspace():
            break
        position += 1
    return min(position, len(text))


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    starts = {edit.offsets[0]: edit.text for edit in edits}
    gone = {offset for edit in edits for offset in edit.offsets}
    kept = (
        starts.get(offset, "") + ("" if offset in gone else character)
        for offset, character in enumerate(text)
    )
    return "".join(kept)
