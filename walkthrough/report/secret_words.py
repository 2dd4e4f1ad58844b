"""Where a build leaves a secret that lies in its context: in words. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from walkthrough.course.dockerfile import Instruction, Stage, parse
from walkthrough.course.model import Variant
from walkthrough.workspace.ignore import Ignore

SECRET = ".env"
WHOLE_CONTEXT = {".", "./", "/", "*", SECRET, f"./{SECRET}"}


class CopiedInStage(Struct, frozen=True):
    """The line of a stage that copies the secret out of the context into its layers."""

    stage: str
    line: int
    text: str


def is_sent(variant: Variant) -> bool:
    """Whether the variant's context has the secret: the whole app carries one unless ignored."""
    if variant.app != ".":
        return False
    if variant.ignore is None:
        return True
    return not Ignore.read(variant.ignore.encode()).judge(SECRET).excluded


def copied_before_last_stage(variant: Variant) -> CopiedInStage | None:
    """The stage, other than the one that becomes the image, whose layers have the secret."""
    if not is_sent(variant):
        return None
    stages = parse(variant.dockerfile).stages
    wanted = [one.index for one in stages if variant.target in (one.name, str(one.index))]
    last = wanted[0] if variant.target and wanted else len(stages) - 1
    return next((found for stage in stages[:last] for found in _copied_in(stage)), None)


def secret_words(variant: Variant, in_image: bool) -> str:
    """Where the secret is and where it is not: image, context, stages."""
    copied = copied_before_last_stage(variant)
    if in_image:
        return (
            f"{SECRET} lies in the image. Anyone who has it can read it, also where a later "
            "layer removes it."
        )
    if copied is not None:
        return (
            f"no {SECRET} in the image. But the context that was sent has it, and so have the "
            f"layers of the stage {copied.stage} (line {copied.line}, {copied.text}): "
            f"docker build --target {copied.stage} makes an image of them, with the secret in it."
        )
    if is_sent(variant):
        return f"no layer has {SECRET}, but the context that was sent has it, for any COPY to take."
    if variant.ignore is not None:
        return f"no {SECRET}, neither in the image nor in any stage: it is ignored, so never sent."
    return ""


def _copied_in(stage: Stage) -> Iterator[CopiedInStage]:
    for one in stage.instructions:
        if one.keyword in ("COPY", "ADD") and not one.flag_values("from") and _takes_secret(one):
            name = stage.name or str(stage.index)
            yield CopiedInStage(name, one.line, f"{one.keyword} {one.value}")


def _takes_secret(instruction: Instruction) -> bool:
    words = instruction.array if instruction.array is not None else instruction.value.split()
    return any(word in WHOLE_CONTEXT for word in words[:-1])
