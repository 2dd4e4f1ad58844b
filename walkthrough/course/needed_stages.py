"""Which stages a build carries out: its target and all that this starts from or copies from. Pure.

Where a name holds a variable, nobody looks into it: a stage that is named so only is left out.
"""

from collections.abc import Iterator

from walkthrough.course.dockerfile import Dockerfile, Instruction, Stage


def needed_stages(dockerfile: Dockerfile, target: str | None = None) -> tuple[Stage, ...]:
    """The stages that building `target` takes, in order; without a target the last one."""
    stages = dockerfile.stages
    wanted = [_named(stages, target) if target else stages[-1]]
    needed: set[int] = set()
    while wanted:
        stage = wanted.pop()
        if stage is None or stage.index in needed:
            continue
        needed.add(stage.index)
        wanted += [_named(stages[: stage.index], name) for name in _names_in(stage)]
    return tuple(stage for stage in stages if stage.index in needed)


def _named(stages: tuple[Stage, ...], name: str) -> Stage | None:
    """The last of the stages that is called so, by its name or its number."""
    found = [one for one in stages if name.lower() == one.name or name == str(one.index)]
    return found[-1] if found else None


def _names_in(stage: Stage) -> Iterator[str]:
    yield stage.base
    for instruction in stage.instructions:
        yield from instruction.flag_values("from")
        yield from _mounted_from(instruction)


def _mounted_from(instruction: Instruction) -> Iterator[str]:
    for mount in instruction.flag_values("mount"):
        for option in mount.split(","):
            key, _, value = option.partition("=")
            if key.strip().lower() == "from":
                yield value.strip()
