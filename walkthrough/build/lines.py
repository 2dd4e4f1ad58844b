"""From a step of the engine's build graph back to its line in the Dockerfile. Pure.

Nothing in the trace says where a step comes from: its stage, its number there and its text do. A
step's digest does not, it changes with the context.
"""

from collections.abc import Mapping

import msgspec

from walkthrough.build.model import Step
from walkthrough.build.references import base_of, complete, images_used, without_digest
from walkthrough.build.steps import text_of
from walkthrough.course.dockerfile import Dockerfile, Instruction, Stage

_COUNTED = frozenset({"ADD", "COPY", "RUN", "WORKDIR"})
_METADATA = "[internal] load metadata for "
_UNNAMED = "stage-"


def with_line(step: Step, dockerfile: Dockerfile, build_args: Mapping[str, str]) -> Step:
    """The step with its Dockerfile line; unchanged where it is none of the Dockerfile's own."""
    line = line_of(step, dockerfile, build_args)
    return step if line is None else msgspec.structs.replace(step, line=line)


def line_of(step: Step, dockerfile: Dockerfile, build_args: Mapping[str, str]) -> int | None:
    """The line (1-based) that a step stands on, None where it stands on none."""
    if step.index is not None and step.total is not None:
        return _numbered(step, step.total - step.index, dockerfile)
    if step.kind == "metadata" and step.name.startswith(_METADATA):
        return _image_line(step.name.removeprefix(_METADATA), dockerfile, build_args)
    if step.kind == "base":
        return _image_line(step.name.removeprefix("FROM "), dockerfile, build_args)
    return None


def _numbered(step: Step, from_end: int, dockerfile: Dockerfile) -> int | None:
    """The line of `[stage n/m]`: m - n steps of the stage follow it.

    Counting from the end is right whether FROM is counted or not, and with a base image's own
    ONBUILD steps, which come first. Where these are miscounted the text decides.
    """
    stage = _stage(step.stage or "", dockerfile)
    if stage is None:
        return None
    if step.kind == "base":
        return stage.line
    keyword, _, text = text_of(step.name).partition(" ")
    counted = [one for one in stage.instructions if one.keyword in _COUNTED]
    if 0 <= from_end < len(counted):
        instruction = counted[len(counted) - 1 - from_end]
        if instruction.keyword == keyword.upper():
            return instruction.line
    alike = [one for one in counted if one.keyword == keyword.upper() and _ends(text, one)]
    return alike[0].line if len(alike) == 1 else None


def _ends(text: str, instruction: Instruction) -> bool:
    """Whether a step's text ends as the instruction does, white space aside."""
    return " ".join(text.split()).endswith(" ".join(instruction.value.split()))


def _stage(name: str, dockerfile: Dockerfile) -> Stage | None:
    """The stage with this name in the trace: none for an only stage, `stage-N` for a nameless."""
    if not name:
        return dockerfile.stages[0] if len(dockerfile.stages) == 1 else None
    named = next((one for one in dockerfile.stages if one.name == name.lower()), None)
    if named is not None or not name.startswith(_UNNAMED):
        return named
    number = name.removeprefix(_UNNAMED)
    return next((one for one in dockerfile.stages if str(one.index) == number), None)


def _image_line(image: str, dockerfile: Dockerfile, build_args: Mapping[str, str]) -> int | None:
    """The first line that starts, copies or mounts from the image."""
    wanted = {complete(image), without_digest(complete(image))}
    for stage in dockerfile.stages:
        if base_of(dockerfile, stage, build_args) in wanted:
            return stage.line
    for stage in dockerfile.stages:
        for instruction in stage.instructions:
            if wanted.intersection(map(complete, images_used(dockerfile, instruction))):
                return instruction.line
    return None
