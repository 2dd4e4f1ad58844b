"""Which step of one Dockerfile does the work of which step in another. Pure.

Steps are alike when their words are: `go build -o app .` is found again with mounts before it, in
another stage or on another line.
"""

from difflib import SequenceMatcher

from walkthrough.course.dockerfile import Dockerfile, Instruction
from walkthrough.report.explained.place import STEPS

ALIKE_FROM = 0.5


def counterparts(after: Dockerfile, before: Dockerfile) -> dict[int, int]:
    """The line of the step in `before`, for the line of each step in `after` that has one."""
    candidates = sorted(
        (
            (-likeness, _distance((after, one), (before, other)), one.line, other.line)
            for one in _steps(after)
            for other in _steps(before)
            if (likeness := _likeness(one, other)) >= ALIKE_FROM
        ),
    )
    found: dict[int, int] = {}
    for _, _, line, other_line in candidates:
        if line not in found and other_line not in found.values():
            found[line] = other_line
    return found


def _steps(dockerfile: Dockerfile) -> list[Instruction]:
    return [one for one in dockerfile.instructions if one.keyword in STEPS]


def _likeness(one: Instruction, other: Instruction) -> float:
    """From 0 to 1: how many words of the shorter one the other has too, in the same order."""
    if one.keyword != other.keyword:
        return 0.0
    if bool(one.flag_values("from")) != bool(other.flag_values("from")):
        return 0.0
    words, others = one.value.split(), other.value.split()
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / min(len(words), len(others))


def _distance(
    one: tuple[Dockerfile, Instruction], other: tuple[Dockerfile, Instruction]
) -> tuple[bool, int]:
    """Whether their stages start from different bases, and how far apart they are from the end."""
    base, behind = _stage(*one)
    other_base, other_behind = _stage(*other)
    return base != other_base, abs(behind - other_behind)


def _stage(dockerfile: Dockerfile, instruction: Instruction) -> tuple[str, int]:
    """The base of the instruction's stage, and how many stages follow it."""
    begun = [stage for stage in dockerfile.stages if stage.line < instruction.line]
    return begun[-1].base, len(dockerfile.stages) - len(begun)
