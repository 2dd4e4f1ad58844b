"""Where an instruction stands: its stage, what is above and below it, where it works. Pure."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from walkthrough.course.dockerfile import Dockerfile, Instruction, Stage

STEPS = frozenset({"RUN", "COPY", "ADD", "WORKDIR"})
EMPTY_BASE = "scratch"


class Build(Struct, frozen=True):
    """A Dockerfile as it is built: its text, the wanted stage, the values given to its ARGs."""

    dockerfile: Dockerfile
    source: tuple[str, ...]
    target: str | None = None
    arguments: Mapping[str, str] = {}
    has_ignore: bool = False

    @property
    def shipped(self) -> Stage:
        """The stage that the image is made of: the target, else the last one."""
        wanted = None if self.target is None else self.stage(self.target)
        return wanted or self.dockerfile.stages[-1]

    def stage(self, name: str) -> Stage | None:
        """The stage with this name or number, as `FROM` and `--from` call it."""
        for one in self.dockerfile.stages:
            if name.lower() == one.name or name == str(one.index):
                return one
        return None

    def base_of(self, stage: Stage) -> Stage | None:
        """The earlier stage that this one starts from, None where it starts from an image."""
        earlier = self.dockerfile.stages[: stage.index]
        return next((one for one in reversed(earlier) if one.name == stage.base.lower()), None)

    def stages_below(self, stage: Stage) -> list[Stage]:
        """The stage and those that it starts from, the nearest first."""
        found = [stage]
        while (base := self.base_of(found[-1])) is not None:
            found.append(base)
        return found


class Place(Struct, frozen=True):
    """An instruction in its build; `stage` is None before the first FROM.

    `line` is the one of its lines that is looked at.
    """

    build: Build
    instruction: Instruction
    stage: Stage | None
    line: int

    @property
    def is_shipped(self) -> bool:
        """Whether the image has what this instruction sets."""
        return self.stage in self.build.stages_below(self.build.shipped)

    @property
    def above(self) -> list[Instruction]:
        """What was carried out before, in this stage and those that it starts from, in order."""
        if self.stage is None:
            return []
        own = [one for one in self.stage.instructions if one.line < self.instruction.line]
        bases = self.build.stages_below(self.stage)[1:]
        return [*(one for stage in reversed(bases) for one in stage.instructions), *own]

    @property
    def below(self) -> list[Instruction]:
        """What follows in this stage, then the stages that start from it."""
        if self.stage is None:
            return []
        own = [one for one in self.stage.instructions if one.line > self.instruction.line]
        later = self.build.dockerfile.stages[self.stage.index + 1 :]
        heirs = [one for one in later if self.stage in self.build.stages_below(one)[1:]]
        return [*own, *(one for stage in heirs for one in stage.instructions)]

    @property
    def first_stage_of_all(self) -> Stage | None:
        """The stage whose base image lies under this instruction."""
        return None if self.stage is None else self.build.stages_below(self.stage)[-1]

    def directory(self) -> str | None:
        """The working directory here; None where only the base image knows it."""
        return working_directory(self.above, self.first_stage_of_all)

    def resolved(self, path: str) -> str:
        """The path from the root where that is known, else as it is written."""
        directory = self.directory()
        if directory is None or path.startswith(("/", "$")):
            return path
        return joined(directory, path)

    def users_of(self, name: str) -> list[Instruction]:
        """The instructions below that write out this variable."""
        reference = re.compile(rf"\$(?:\{{{re.escape(name)}\b|{re.escape(name)}\b)")
        return [
            one
            for one in self.below
            if reference.search(one.value)
            or any(reference.search(flag.value or "") for flag in one.flags)
        ]


def working_directory(above: Sequence[Instruction], first: Stage | None) -> str | None:
    """Where `WORKDIR` lines have led to from the first stage's base; None where it is not known."""
    directory = "/" if first is not None and first.base.lower() == EMPTY_BASE else None
    for one in above:
        if one.keyword != "WORKDIR":
            continue
        if "$" in one.value:
            directory = None
        elif one.value.startswith("/"):
            directory = one.value
        elif directory is not None:
            directory = joined(directory, one.value)
    return directory


def joined(directory: str, path: str) -> str:
    """The path below the directory; a slash at its end stays, as it says that it is a folder."""
    whole = posixpath.normpath(posixpath.join(directory, path))
    return f"{whole}/" if path.endswith("/") and path.strip("./") else whole


def places(build: Build) -> Iterator[tuple[Instruction, Stage | None]]:
    """Each instruction but the FROMs with its stage."""
    staged = {one.line: stage for stage in build.dockerfile.stages for one in stage.instructions}
    for one in build.dockerfile.instructions:
        if one.keyword != "FROM":
            yield one, staged.get(one.line)
