"""A reader's Dockerfile as it is built for a check: what it comes to is the same. Pure.

`go mod download` names no module without `-x`, and a stage without a name cannot be a build's
target; both are added on the way to the engine. Lines keep their numbers.
"""

import re
from contextlib import suppress

import msgspec

from walkthrough.build.model import BuildEvent, Step
from walkthrough.course.dockerfile import Instruction, Stage, UnparsableDockerfileError, parse

_SILENT_DOWNLOAD = re.compile(r"\bgo +(?:-C[= ]\S+ +)?mod +download\b(?! +-x\b)")
_SILENT_ARRAY = re.compile(r'"go"(, *"-C", *"[^"]*")?, *"mod", *"download"(?!, *"-x")')
_TELL, _TELL_IN_ARRAY = " -x=true", ', "-x=true"'
_COMPILES = re.compile(r"\bgo +(build|install|run|test|vet)\b")
_RUN = re.compile(r"^(\s*RUN)\b", re.IGNORECASE)
_CACHE_FOLDER = "/root/.cache/go-build"
_CACHE_FLAG = f" --mount=target={_CACHE_FOLDER},type=cache"
"""Spelled as hardly anybody does, to tell it from a flag of the reader's."""
_STAGE = "walkthrough-stage-"


def instrumented(dockerfile: str) -> str:
    """The text with downloads told and every stage named; as it is where it cannot be parsed."""
    lines = dockerfile.split("\n")
    with suppress(UnparsableDockerfileError):
        for stage in parse(dockerfile).stages:
            if stage.name is None:
                lines[stage.end_line - 1] = (
                    f"{lines[stage.end_line - 1].rstrip()} AS {target(stage)}"
                )
            for one in stage.instructions:
                if one.keyword == "RUN":
                    for number in range(one.line - 1, one.end_line):
                        told = _SILENT_DOWNLOAD.sub(rf"\g<0>{_TELL}", lines[number])
                        lines[number] = _SILENT_ARRAY.sub(rf"\g<0>{_TELL_IN_ARRAY}", told)
    return "\n".join(lines)


def with_compiler_cache(dockerfile: str) -> str:
    """The text whose compiling RUN lines keep Go's build cache in a cache mount.

    An edit of the Dockerfile changes the context, so each check would compile everything anew;
    with it a check takes seconds. The compiled program is the same; what `go build` leaves in its
    cache folder is no longer in the stage's layer.
    """
    lines = dockerfile.split("\n")
    with suppress(UnparsableDockerfileError):
        for one in parse(dockerfile).instructions:
            if _compiles_without_cache(one):
                lines[one.line - 1] = _RUN.sub(rf"\1{_CACHE_FLAG}", lines[one.line - 1])
    return "\n".join(lines)


def plain(text: str) -> str:
    """A step's text as the reader wrote it; a stage without a name goes by the engine's word."""
    for added in (_CACHE_FLAG, _TELL, _TELL_IN_ARRAY):
        text = text.replace(added, "")
    return text.replace(_STAGE, "stage-")


def as_written(event: BuildEvent) -> BuildEvent:
    """A build's event with its step as the reader wrote it."""
    step = getattr(event, "step", None)
    if not isinstance(step, Step):
        return event
    stage = None if step.stage is None else plain(step.stage)
    return msgspec.structs.replace(
        event, step=msgspec.structs.replace(step, name=plain(step.name), stage=stage)
    )


def target(stage: Stage) -> str:
    """The name by which the instrumented file's stage can be built."""
    return stage.name or f"{_STAGE}{stage.index}"


def own_name(stage: Stage) -> str:
    """The name that the reader gave the stage, empty for none."""
    return "" if stage.name is None or stage.name.startswith(_STAGE) else stage.name


def only_base(dockerfile: str, stage: Stage) -> str:
    """A Dockerfile of nothing but the stage's base image, with the ARGs that its name may use."""
    first = parse(dockerfile).stages[0].line
    arguments = "\n".join(dockerfile.split("\n")[: first - 1])
    platform = f"--platform={stage.platform} " if stage.platform else ""
    return f"{arguments}\nFROM {platform}{stage.base}\n"


def _compiles_without_cache(one: Instruction) -> bool:
    if one.keyword != "RUN":
        return False
    written = [one.value] if one.array is None else one.array
    text = " ".join([*written, *(heredoc.content for heredoc in one.heredocs)])
    own = any(_CACHE_FOLDER in mount for mount in one.flag_values("mount"))
    return _COMPILES.search(text) is not None and not own
