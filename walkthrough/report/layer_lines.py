"""Which line of a Dockerfile made which layer of its image. Pure."""

import re
from collections.abc import Sequence

from walkthrough.course.dockerfile import Instruction, Stage, parse
from walkthrough.course.model import Variant

MAKES_LAYER = frozenset({"ADD", "COPY", "RUN", "WORKDIR"})


def lines_of_layers(variant: Variant, made_by: Sequence[str]) -> tuple[int | None, ...]:
    """For each layer the line that made it, None for those of the base image.

    `made_by` is what the image's history says of each layer, the lowest first. All are None where
    that does not fit the Dockerfile.
    """
    instructions = _of_image(variant)
    base = len(made_by) - len(instructions)
    fits = base >= 0 and all(
        _keyword(words) == one.keyword
        for words, one in zip(made_by[base:], instructions, strict=True)
    )
    if not fits:
        return (None,) * len(made_by)
    return (None,) * base + tuple(one.line for one in instructions)


def _of_image(variant: Variant) -> list[Instruction]:
    """What makes layers in the wanted stage and the stages that it starts from."""
    stages = parse(variant.dockerfile).stages
    wanted = [one for one in stages if variant.target in (one.name, str(one.index))]
    stage: Stage | None = wanted[0] if variant.target and wanted else stages[-1]
    found: list[Instruction] = []
    while stage is not None:
        found = [one for one in stage.instructions if one.keyword in MAKES_LAYER] + found
        before, base = stages[: stage.index], stage.base.lower()
        stage = next((one for one in before if base in (one.name, str(one.index))), None)
    return found


def _keyword(words: str) -> str:
    bare = re.sub(r"^(/bin/sh -c #\(nop\)\s+)", "", words)
    return "RUN" if bare.startswith("/bin/sh -c") else bare.partition(" ")[0]
