"""A Dockerfile as the steps that an engine makes of it, each with all that its result depends on.

Pure. Two steps with equal keys have equal results; a key is None where something counts that only
the engine knows, such as what a URL has to offer.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from walkthrough.build.references import base_of, complete, words
from walkthrough.course.dockerfile import Dockerfile, Instruction, Stage, parse
from walkthrough.measure.explain_sources import mount_of, selected
from walkthrough.measure.explain_values import Declaration, Scope
from walkthrough.measure.inputs import BuildInputs
from walkthrough.workspace.ignore_pattern import PatternError
from walkthrough.workspace.manifest import Manifest

_STEPS = frozenset({"ADD", "COPY", "RUN", "WORKDIR"})
_REMOTE = re.compile(r"https?://|git@|git://|ssh://|.*\.git(#|$)")
_MOUNTED_FROM = re.compile(r"from=[^,]*")

Words = tuple[str, ...]


class PlannedStep(Struct, frozen=True):
    """One step of a stage.

    `raw` are its words as written and `words` with variables replaced, both without the stages
    and images that it takes files from: those are in `stages` (by index) and `images`. `settings`
    is what a RUN runs with, `declared` all that gave names values before it. `linked` is a
    `COPY --link`, which depends on nothing before it.
    """

    instruction: Instruction
    raw: Words
    words: Words
    declared: tuple[Declaration, ...]
    settings: tuple[tuple[str, str], ...]
    reads: Manifest
    stages: tuple[int, ...]
    images: Words
    linked: bool
    key: str | None


class PlannedStage(Struct, frozen=True):
    """One stage: what it starts from, and its steps. `parent` is the index of the stage that it
    starts from; `base` is the complete reference of an image, None where it is no known one."""

    stage: Stage
    base: str | None
    parent: int | None
    steps: tuple[PlannedStep, ...]
    declared: tuple[Declaration, ...]
    key: str | None


class PlannedFile(Struct, frozen=True):
    """All stages of a Dockerfile, those that the target needs, and the ARGs before them."""

    stages: tuple[PlannedStage, ...]
    needed: frozenset[int]
    arguments: tuple[Declaration, ...]

    def place(self, line: int) -> tuple[int, int] | None:
        """The stage and the number in it (from 0) of the step on this line."""
        for stage in self.stages:
            for number, step in enumerate(stage.steps):
                if step.instruction.line == line:
                    return stage.stage.index, number
        return None

    def ancestors(self, stage: int, number: int) -> frozenset[int]:
        """The other stages whose results this step builds on, near and far."""
        found: set[int] = set()
        waiting = list(self._used(stage, number + 1))
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._used(one, len(self.stages[one].steps))
        return frozenset(found)

    def _used(self, stage: int, steps: int) -> Iterator[int]:
        planned = self.stages[stage]
        if planned.parent is not None:
            yield planned.parent
        for step in planned.steps[:steps]:
            yield from step.stages


def plan_of(inputs: BuildInputs) -> PlannedFile:
    """The steps that an engine makes of these inputs.

    Raises UnparsableDockerfileError where no engine would build it.
    """
    dockerfile = parse(inputs.dockerfile)
    outside = Scope(inputs.build_args, dockerfile.escape)
    for instruction in dockerfile.instructions[: _leading(dockerfile)]:
        outside.declare(instruction)
    stages: list[PlannedStage] = []
    for stage in dockerfile.stages:
        stages.append(_StagePlanner(inputs, dockerfile, outside, stages, stage).planned())
    planned = PlannedFile(tuple(stages), frozenset(), tuple(outside.declared))
    target = _target(dockerfile, inputs.target)
    needed = planned.ancestors(target, len(stages[target].steps)) | {target}
    return msgspec.structs.replace(planned, needed=needed)


def _leading(dockerfile: Dockerfile) -> int:
    keywords = [one.keyword for one in dockerfile.instructions]
    return keywords.index("FROM")


def _target(dockerfile: Dockerfile, target: str | None) -> int:
    found = _stage_called(dockerfile.stages, target or "")
    return len(dockerfile.stages) - 1 if found is None else found


def _stage_called(stages: Sequence[Stage], name: str) -> int | None:
    """The last stage with this name, or the one with this number."""
    for stage in reversed(stages):
        if name and (stage.name == name.lower() or str(stage.index) == name):
            return stage.index
    return None


class _StagePlanner:
    """Goes through one stage from top to bottom."""

    def __init__(
        self,
        inputs: BuildInputs,
        dockerfile: Dockerfile,
        outside: Scope,
        earlier: Sequence[PlannedStage],
        stage: Stage,
    ) -> None:
        self._inputs = inputs
        self._dockerfile = dockerfile
        self._earlier = earlier
        self._stage = stage
        reference = outside.expand(stage.base)
        self._parent = _stage_called([one.stage for one in earlier], reference or "")
        self._base = base_of(dockerfile, stage, inputs.build_args)
        inherited = earlier[self._parent].declared if self._parent is not None else ()
        self._scope = Scope(inputs.build_args, dockerfile.escape, outside.declared, inherited)
        self._key = self._first_key(reference)

    def planned(self) -> PlannedStage:
        steps = []
        for instruction in self._stage.instructions:
            if instruction.keyword in _STEPS:
                step = self._step(instruction)
                self._key = step.key
                steps.append(step)
            else:
                self._scope.declare(instruction)
        declared = tuple(self._scope.declared)
        return PlannedStage(
            self._stage, self._base, self._parent, tuple(steps), declared, self._key
        )

    def _first_key(self, reference: str | None) -> str | None:
        if self._parent is not None:
            return self._earlier[self._parent].key
        if reference == "scratch":
            return reference
        found = self._inputs.image(self._base or "")
        return _hash(found, self._stage.platform) if found else None

    def _step(self, instruction: Instruction) -> PlannedStep:
        sources = [one for one in self._sources(instruction) if one]
        named = [
            _stage_called(self._dockerfile.stages[: self._stage.index], one) for one in sources
        ]
        stages = tuple(one for one in named if one is not None)
        images = tuple(
            complete(source) for source, stage in zip(sources, named, strict=True) if stage is None
        )
        raw = _raw_words(instruction)
        text = tuple(self._text(instruction))
        settings = self._scope.settings() if instruction.keyword == "RUN" else ()
        reads = self._reads(instruction)
        linked = any(one.name == "link" for one in instruction.flags)
        parts: list[object] = [instruction.keyword, text, settings, reads]
        parts += [self._inputs.image(image) or None for image in images]
        parts += [self._earlier[stage].key for stage in stages]
        parts.append("" if linked else self._key)
        if any(mount_of(one).type == "cache" for one in instruction.flag_values("mount")):
            parts.append(self._inputs.cache_namespace)
        return PlannedStep(
            instruction=instruction,
            raw=raw,
            words=text,
            declared=tuple(self._scope.declared),
            settings=settings,
            reads=reads or {},
            stages=stages,
            images=images,
            linked=linked,
            key=None if None in parts else _hash(*parts),
        )

    def _sources(self, instruction: Instruction) -> list[str]:
        """The names of the stages and images that an instruction takes files from."""
        if instruction.keyword == "RUN":
            return [mount_of(one).from_name for one in instruction.flag_values("mount")]
        return list(instruction.flag_values("from"))

    def _text(self, instruction: Instruction) -> Iterator[str]:
        if instruction.keyword == "RUN":
            yield from _raw_words(instruction)
            return
        for word in _raw_words(instruction):
            value = self._scope.expand(word)
            yield word if value is None else value
        yield from (one.content for one in instruction.heredocs)

    def _reads(self, instruction: Instruction) -> Manifest | None:
        """What the instruction reads of the context, None where that cannot be told."""
        try:
            found: Manifest = {}
            for source in self._context_sources(instruction):
                path = self._scope.expand(source)
                if path is None or _REMOTE.match(path):
                    return None
                excluded = instruction.flag_values("exclude")
                found |= selected(self._inputs.files, path, excluded)
        except PatternError:
            return None
        return found

    def _context_sources(self, instruction: Instruction) -> list[str]:
        if instruction.keyword == "RUN":
            mounts = [mount_of(one) for one in instruction.flag_values("mount")]
            return [one.source for one in mounts if one.type == "bind" and not one.from_name]
        if instruction.keyword == "WORKDIR" or instruction.flag_values("from"):
            return []
        listed = list(instruction.array or words(instruction.value))[:-1]
        return [one for one in listed if not one.startswith("<<")]


def _raw_words(instruction: Instruction) -> Words:
    """The instruction's words without what it takes files from."""
    flags = [
        f"--{one.name}={_MOUNTED_FROM.sub('', one.value or '')}"
        for one in instruction.flags
        if one.name != "from"
    ]
    texts = [f"{one.name} {one.content}" for one in instruction.heredocs]
    if instruction.keyword == "RUN":
        shell = "exec" if instruction.array is not None else "shell"
        return (instruction.keyword, *flags, shell, instruction.value, *texts)
    listed = instruction.array or tuple(words(instruction.value))
    return (instruction.keyword, *flags, *listed, *texts)


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
