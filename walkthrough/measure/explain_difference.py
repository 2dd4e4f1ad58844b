"""What makes a step another one than in the build before: compares two planned files. Pure."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from walkthrough.course.dockerfile import Instruction
from walkthrough.measure.explain_steps import PlannedFile, PlannedStage, PlannedStep
from walkthrough.measure.explain_values import Declaration, names_in, reaching
from walkthrough.measure.inputs import BuildInputs
from walkthrough.workspace.manifest import Entry, Manifest


class ChangedBase(Struct, frozen=True):
    """Another image: complete references, and ids where both are known."""

    reference: str
    was_reference: str
    image_id: str = ""
    was_image_id: str = ""


class ChangedInstruction(Struct, frozen=True):
    """Another instruction; None is one that was taken out, or one that was not there. One that
    `moved` stood further down."""

    now: Instruction | None
    was: Instruction | None
    moved: bool = False


class ChangedArgument(Struct, frozen=True):
    """Another value of a build argument."""

    name: str
    value: str | None
    was: str | None


class ChangedFile(Struct, frozen=True):
    """Another file at this path; None is none."""

    path: str
    now: Entry | None
    was: Entry | None


Difference = ChangedBase | ChangedInstruction | ChangedArgument | ChangedFile


class Comparison:
    """Two builds' Dockerfiles, stage by stage: which stage of the one is which of the other."""

    def __init__(
        self,
        before: PlannedFile,
        after: PlannedFile,
        inputs: tuple[BuildInputs, BuildInputs],
    ) -> None:
        self._before = before
        self._after = after
        self._inputs = inputs
        self._same_stage = _matched(before.stages, after.stages)

    def differences(self, stage: int, number: int) -> tuple[Difference, ...]:
        """Why step `number` (from 0) of this stage cannot have the result of the build before.

        Empty where that build did not need the stage, and where nothing of the step's own differs.
        """
        now = self._after.stages[stage]
        index = self._same_stage.get(stage)
        step = now.steps[number]
        if index is None:
            return (ChangedInstruction(step.instruction, None),)
        if index not in self._before.needed:
            return ()
        was = self._before.stages[index]
        found: list[Difference] = [] if step.linked else list(self._of_base(now, was))
        changed = self._of_instructions(now, was, number)
        if changed is not None:
            return (*found, changed)
        return (*found, *self._of_step(step, was.steps[number]))

    def _of_base(
        self, now: PlannedStage, was: PlannedStage
    ) -> Iterator[ChangedBase | ChangedArgument]:
        here, there = now.stage, was.stage
        parent = self._same_stage.get(now.parent) if now.parent is not None else None
        if (now.parent is None) != (was.parent is None) or parent != was.parent:
            yield ChangedBase(here.base, there.base)
            return
        if now.parent is not None:
            return
        if (now.base, here.platform) == (was.base, there.platform):
            if now.base is None and here.base != there.base:
                yield ChangedBase(here.base, there.base)
            yield from self._of_image(now.base)
        elif here.base == there.base and here.platform == there.platform:
            names = names_in(here.base)
            given = tuple(_given(names, self._before.arguments, self._after.arguments))
            yield from given
            if not given:
                yield ChangedBase(_start(now), _start(was))
        else:
            yield ChangedBase(_start(now), _start(was))

    def _of_image(self, image: str | None) -> Iterator[ChangedBase]:
        """Another image under the same reference. A digest is never compared with an id."""
        if image is None:
            return
        was, now = self._inputs
        alike = (image in was.digests) == (image in now.digests)
        ids = (now.image(image), was.image(image))
        if alike and all(ids) and ids[0] != ids[1]:
            yield ChangedBase(image, image, *ids)

    def _of_instructions(
        self, now: PlannedStage, was: PlannedStage, number: int
    ) -> ChangedInstruction | None:
        """The first instruction up to the step that is none, or another one, of the build
        before."""
        for place, step in enumerate(now.steps[: number + 1]):
            if place >= len(was.steps):
                return ChangedInstruction(step.instruction, None)
            if not self._alike(step, was.steps[place]):
                return self._between(now.steps[place:], was.steps[place:])
        return None

    def _between(
        self, now: Sequence[PlannedStep], was: Sequence[PlannedStep]
    ) -> ChangedInstruction:
        """What happened where two stages part: one new, taken out, moved up, or another one."""
        earlier = next((one for one in was if self._alike(now[0], one)), None)
        goes_on = any(self._alike(one, was[0]) for one in now)
        if earlier is not None and goes_on:
            return ChangedInstruction(now[0].instruction, earlier.instruction, moved=True)
        if earlier is not None:
            return ChangedInstruction(None, was[0].instruction)
        return ChangedInstruction(now[0].instruction, None if goes_on else was[0].instruction)

    def _alike(self, now: PlannedStep, was: PlannedStep) -> bool:
        stages = tuple(self._same_stage.get(one) for one in now.stages)
        written = now.raw == was.raw or now.words == was.words
        return written and stages == was.stages and now.images == was.images

    def _of_step(self, now: PlannedStep, was: PlannedStep) -> Iterator[Difference]:
        for image in now.images:
            yield from self._of_image(image)
        if now.settings != was.settings:
            yield from _declared(now.declared, was.declared)
        elif now.words != was.words:
            names = names_in(" ".join(now.raw))
            reach = reaching(names, now.declared) | reaching(names, was.declared)
            yield from _declared(
                [one for one in now.declared if one.name in reach],
                [one for one in was.declared if one.name in reach],
            )
        yield from _files(now.reads, was.reads)


def _matched(before: Sequence[PlannedStage], after: Sequence[PlannedStage]) -> dict[int, int]:
    """Which stage before each stage was: the one of its name, else the next one on its base, else
    the next one."""
    found: dict[int, int] = {}
    left = {one.stage.index: one for one in before}

    def match(now: PlannedStage, was: PlannedStage) -> None:
        found[now.stage.index] = was.stage.index
        del left[was.stage.index]

    for alike in (_same_name, _same_base, _any):
        for now in after:
            if now.stage.index not in found:
                one = next((was for was in left.values() if alike(now, was)), None)
                if one is not None:
                    match(now, one)
    return found


def _same_name(now: PlannedStage, was: PlannedStage) -> bool:
    return now.stage.name is not None and now.stage.name == was.stage.name


def _same_base(now: PlannedStage, was: PlannedStage) -> bool:
    return now.stage.base == was.stage.base


def _any(_now: PlannedStage, _was: PlannedStage) -> bool:
    return True


def _start(stage: PlannedStage) -> str:
    platform = f"--platform={stage.stage.platform} " if stage.stage.platform else ""
    return f"{platform}{stage.base or stage.stage.base}"


def _given(
    names: frozenset[str], before: Sequence[Declaration], after: Sequence[Declaration]
) -> Iterator[ChangedArgument]:
    """The build arguments among these names that have other values."""
    was = {one.name: one for one in before if one.name in reaching(names, before)}
    for one in after:
        old = was.get(one.name)
        if old is not None and old.value != one.value and (one.given or old.given):
            yield ChangedArgument(one.name, one.value, old.value)


def _declared(
    after: Sequence[Declaration], before: Sequence[Declaration]
) -> Iterator[ChangedInstruction | ChangedArgument]:
    """What changed among declarations; those whose values only follow from others are left out."""
    now = {(one.kind, one.name): one for one in after}
    was = {(one.kind, one.name): one for one in before}
    found: list[ChangedInstruction | ChangedArgument] = []
    for key in [*now, *(one for one in was if one not in now)]:
        new, old = now.get(key), was.get(key)
        if new is not None and old is not None:
            if new.value == old.value and (new.value is not None or new.raw == old.raw):
                continue
            if new.given or old.given:
                found.append(ChangedArgument(new.name, new.value, old.value))
                continue
            if new.raw == old.raw:
                continue
        found.append(ChangedInstruction(new.origin if new else None, old.origin if old else None))
    moved = [one for one, other in zip(now, was, strict=False) if one != other]
    if not found and moved:
        found.append(ChangedInstruction(now[moved[0]].origin, was[moved[0]].origin, moved=True))
    yield from dict.fromkeys(found)


def _files(now: Manifest, was: Manifest) -> Iterator[ChangedFile]:
    """Paths that are not what they were; a folder is none of them where something in it is."""
    paths = sorted(path for path in now.keys() | was.keys() if now.get(path) != was.get(path))
    for number, path in enumerate(paths):
        followed = paths[number + 1 :]
        if not any(one.startswith(f"{path}/") for one in followed):
            yield ChangedFile(path, now.get(path), was.get(path))
