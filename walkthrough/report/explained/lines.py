"""Each line of a Dockerfile explained: what it does, and what makes its step run again. Pure.

The rules of the cache are those of https://docs.docker.com/build/cache/invalidation/; what they
come to here was tried on real engines.
"""

from msgspec import Struct

from walkthrough.course.dockerfile import Instruction, Stage, parse
from walkthrough.course.model import Variant
from walkthrough.report.explained.copying import copy_again, copy_words
from walkthrough.report.explained.mounts import mounts_of
from walkthrough.report.explained.phrases import NOTHING, Words, code, said, sentences
from walkthrough.report.explained.place import EMPTY_BASE, STEPS, Build, Place, places
from walkthrough.report.explained.running import brief, run_again, run_words, step_above
from walkthrough.report.explained.settings import setting_again, setting_words


class LineWords(Struct, frozen=True):
    """A line in words. `first` to `last` are the lines that belong together with it.

    `step_line` is the line that the step's time stands on, None where nothing is carried out.
    """

    title: str
    first: int
    last: int
    does: Words
    again: Words
    step_line: int | None = None


def explained(variant: Variant) -> tuple[LineWords, ...]:
    """The words for every line of the variant's Dockerfile, in order.

    Raises UnparsableDockerfileError.
    """
    build = Build(
        dockerfile=parse(variant.dockerfile),
        source=tuple(variant.dockerfile.rstrip("\n").split("\n")),
        target=variant.target,
        arguments=variant.build_args,
        has_ignore=variant.ignore is not None,
    )
    return tuple(_line(build, number) for number in range(1, len(build.source) + 1))


def _line(build: Build, number: int) -> LineWords:
    for stage in build.dockerfile.stages:
        if stage.line <= number <= stage.end_line:
            return _from(build, stage)
    for one, its_stage in places(build):
        if one.line <= number <= one.end_line:
            return _instruction(Place(build, one, its_stage, number))
    return _unread(build, number)


def _from(build: Build, stage: Stage) -> LineWords:
    title = _title("FROM", stage.line, stage.end_line)
    return LineWords(
        title, stage.line, stage.end_line, _base_words(build, stage), _base_again(build, stage)
    )


def _base_words(build: Build, stage: Stage) -> Words:
    name = said(" {}", code(stage.name)) if stage.name else NOTHING
    begins = said("Begins the stage{}", name)
    if stage == build.shipped:
        comma = ", which" if stage.name else " that"
        begins = said("{}{} becomes the image,", begins, comma)
    earlier = build.base_of(stage)
    if earlier is not None:
        start = said("{} where {} ended: with its files and settings.", begins, code(stage.base))
    elif stage.base.lower() == EMPTY_BASE:
        start = said("{} with nothing: no file, no shell.", begins)
    else:
        start = said("{} with the files of {}.", begins, code(stage.base))
    platform = said("It is the one for {}.", code(stage.platform)) if stage.platform else NOTHING
    unneeded = said("Nothing that is shipped needs it: BuildKit leaves it out.")
    return sentences(start, platform, NOTHING if _is_needed(build, stage) else unneeded)


def _base_again(build: Build, stage: Stage) -> Words:
    if build.base_of(stage) is not None:
        return said(
            "It follows {}: a step that runs again there repeats this stage.", code(stage.base)
        )
    if stage.base.lower() == EMPTY_BASE:
        return said("Nothing can change about an empty base.")
    return said(
        "It runs nothing itself. When the image behind {} has other files, all of the stage runs "
        "again.",
        code(stage.base),
    )


def _is_needed(build: Build, stage: Stage) -> bool:
    """Whether what is shipped starts from this stage or copies from it, at first or second hand."""
    needed = {stage.index for stage in build.stages_below(build.shipped)}
    waiting = list(needed)
    while waiting:
        current = build.dockerfile.stages[waiting.pop()]
        for one in current.instructions:
            names = [*one.flag_values("from"), *_mounted_from(one)]
            for source in filter(None, map(build.stage, names)):
                new = {found.index for found in build.stages_below(source)} - needed
                needed |= new
                waiting += new
    return stage.index in needed


def _mounted_from(instruction: Instruction) -> list[str]:
    return [one.options["from"] for one in mounts_of(instruction) if one.options.get("from")]


def _instruction(place: Place) -> LineWords:
    one = place.instruction
    match one.keyword:
        case "RUN":
            does, again = run_words(place), run_again(place)
        case "COPY" | "ADD":
            does, again = copy_words(place), copy_again(place)
        case "WORKDIR":
            does, again = (
                _directory_words(place),
                said(
                    "When the path changes or {}. A cold build may take it from the cache too.",
                    step_above(place),
                ),
            )
        case _:
            does, again = setting_words(place), setting_again(place)
    text = place.build.source[place.line - 1].strip()
    if text.startswith("#") and not one.heredocs:
        does = sentences(said("A comment, taken out before the lines are joined."), does)
    step_line = one.line if one.keyword in STEPS else None
    return LineWords(
        _title(one.keyword, one.line, one.end_line), one.line, one.end_line, does, again, step_line
    )


def _directory_words(place: Place) -> Words:
    path = code(place.resolved(place.instruction.value))
    containers = " and where containers start" if place.is_shipped else ""
    return said("Makes {} the folder where the lines below work{}.", path, containers)


def _unread(build: Build, number: int) -> LineWords:
    """A line that is no part of an instruction: a directive, a comment, an empty line."""
    directive = next((one for one in build.dockerfile.directives if one.line == number), None)
    if directive is not None:
        told = {
            "syntax": said(
                "Each build asks a registry for {} and reads this file with it.",
                code(directive.value),
            ),
            "escape": said("Makes {} the character that continues a line.", code(directive.value)),
            "check": said("Sets how build checks treat this file: {}.", code(directive.value)),
        }
        again = said("When its value changes, the file is read in another way.")
        return LineWords(
            _title("Directive", number, number), number, number, told[directive.name], again
        )
    is_comment = bool(build.source[number - 1].strip())
    kind = "Comment" if is_comment else "Empty line"
    does = (
        said("For people. The builder does not read it.")
        if is_comment
        else said("Parts what belongs together.")
    )
    return LineWords(_title(kind, number, number), number, number, does, _file_again(build))


def _file_again(build: Build) -> Words:
    """The Dockerfile is one of the context's files, as long as nothing leaves it out."""
    reader = next((one for one, _ in places(build) if _reads_all(one)), None)
    if reader is None:
        return said("Nothing.")
    named = said(reader.keyword) if reader.keyword == "RUN" else brief(reader)
    return said(
        "No step reads it. But the Dockerfile is itself a file of the context: with another "
        "comment, {} in line {} runs again.",
        named,
        str(reader.line),
    )


def _reads_all(instruction: Instruction) -> bool:
    if instruction.keyword in ("COPY", "ADD") and not instruction.flag_values("from"):
        paths = instruction.array or instruction.value.split()
        return any(path in (".", "./", "/") for path in paths[:-1])
    whole = ("", ".", "/")
    return any(
        one.shows_context and one.options.get("source", "") in whole
        for one in mounts_of(instruction)
    )


def _title(kind: str, first: int, last: int) -> str:
    return f"{kind}, line {first}" if first == last else f"{kind}, lines {first} to {last}"
