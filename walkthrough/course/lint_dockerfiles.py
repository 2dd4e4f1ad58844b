"""What the linter has to say about a lesson's Dockerfiles and the variants built from them."""

import re
from collections.abc import Iterator
from pathlib import Path

from walkthrough.course.dockerfile import Dockerfile, UnparsableDockerfileError, parse
from walkthrough.course.finding import Finding
from walkthrough.course.pack import LessonFolder, Pack, VariantEntry
from walkthrough.course.text_file import read_text
from walkthrough.course.toml_file import Keys

LINE_COLUMNS = 51
_SILENT_DOWNLOAD = re.compile(r"\bgo mod download\b(?! +-x\b)")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def dockerfile_findings(pack: Pack, name: str) -> Iterator[Finding]:
    """Everything wrong with the Dockerfile of this name below the pack."""
    text = read_text(pack.root, name)
    if isinstance(text, Finding):
        yield text
        return
    yield from _lines(name, text)
    try:
        dockerfile = parse(text)
    except UnparsableDockerfileError as error:
        yield Finding(name, error.line, error.reason, "a Dockerfile that an engine can read")
        return
    syntax = dockerfile.directive("syntax")
    if syntax is not None:
        what = "`# syntax=` makes each build ask a registry for its frontend"
        yield Finding(name, syntax.line, what, "no such line: it would be measured too")
    if pack.bases is not None:
        yield from _bases(name, dockerfile, [one.reference for one in pack.bases.base])
    yield from _silent_downloads(name, dockerfile)


def line_end_findings(pack: Path, name: str) -> Iterator[Finding]:
    """A byte order mark or Windows line ends, which only the file's bytes show."""
    content = (pack / name).read_bytes()
    if content.startswith(BYTE_ORDER_MARK):
        yield Finding(name, 1, "begins with a byte order mark", "UTF-8 without one")
    if b"\r\n" in content:
        line = content.count(b"\n", 0, content.index(b"\r\n")) + 1
        yield Finding(name, line, "the line ends with CR LF", "lines that end with LF")


def _lines(name: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), start=1):
        columns = len(line.expandtabs())
        if columns > LINE_COLUMNS:
            what = f"the line has {columns} columns"
            yield Finding(name, number, what, f"at most {LINE_COLUMNS}; continue it with \\")


def _bases(name: str, dockerfile: Dockerfile, known: list[str]) -> Iterator[Finding]:
    stages: set[str] = {"scratch"}
    for stage in dockerfile.stages:
        if stage.base.lower() not in stages and stage.base not in known and "$" not in stage.base:
            what = f"the base {stage.base!r} is not in bases.toml"
            yield Finding(name, stage.line, what, f"one of {', '.join(known)}, or an earlier stage")
        if stage.name is not None:
            stages.add(stage.name)


def _silent_downloads(name: str, dockerfile: Dockerfile) -> Iterator[Finding]:
    for one in dockerfile.instructions:
        if one.keyword == "RUN" and _SILENT_DOWNLOAD.search(one.value):
            what = "`go mod download` tells no module, so none could be counted"
            yield Finding(name, one.line, what, "`go mod download -x`")


def unused_dockerfiles(pack: Path, folder: LessonFolder) -> Iterator[Finding]:
    """Dockerfiles and ignore files beside lesson.toml that no variant names."""
    used = {one.dockerfile for one in folder.lesson.variant}
    used |= {one.ignore for one in folder.lesson.variant if one.ignore is not None}
    beside = pack / folder.name
    for pattern, key in (("*Dockerfile", "dockerfile"), ("*.dockerignore", "ignore")):
        for file in sorted(beside.glob(pattern)):
            if file.name not in used:
                expected = f"a [[variant]] with {key} = {file.name!r}, or no such file"
                yield Finding(
                    f"{folder.name}/{file.name}", 1, "no variant uses this file", expected
                )


def variant_findings(pack: Path, app: Path, folder: LessonFolder) -> Iterator[Finding]:
    """A variant's app folder that is not there, a target that its Dockerfile does not have."""
    for index, variant in enumerate(folder.lesson.variant):
        keys: Keys = ("variant", index)
        if not (app / variant.app).is_dir():
            what = f"the sample app has no folder {variant.app!r}"
            yield folder.file.finding((*keys, "app"), what, "`.` or a folder of the sample app")
        dockerfile = _parsed(pack / folder.name, variant)
        if variant.target is None or dockerfile is None:
            continue
        stages = [one.name for one in dockerfile.stages if one.name is not None]
        if variant.target.lower() not in stages:
            what = f"the Dockerfile has no stage {variant.target!r}"
            yield folder.file.finding((*keys, "target"), what, f"one of {', '.join(stages)}")


def _parsed(folder: Path, variant: VariantEntry) -> Dockerfile | None:
    text = read_text(folder, variant.dockerfile)
    if isinstance(text, Finding):
        return None
    try:
        return parse(text)
    except UnparsableDockerfileError:
        return None
