"""Why steps of a build were not cached: what differs from the build before it. Pure.

Only a step that the engine did run again is explained, and of each stage only the first, as the
others follow from it. What a step merely follows from, such as a stage that it copies from and that
ran again, is no cause of its own.
"""

from collections.abc import Iterator, Sequence

from walkthrough.course.dockerfile import Instruction, UnparsableDockerfileError
from walkthrough.measure.explain_cause import (
    ArgumentChanged,
    BaseImageChanged,
    CacheEvicted,
    CacheRefused,
    FileChange,
    FilesChanged,
    InstructionChanged,
    MissCause,
)
from walkthrough.measure.explain_difference import (
    ChangedArgument,
    ChangedBase,
    ChangedFile,
    ChangedInstruction,
    Comparison,
    Difference,
)
from walkthrough.measure.explain_steps import PlannedFile, plan_of
from walkthrough.measure.inputs import BuildInputs
from walkthrough.measure.model import StepTiming

FILES_NAMED = 20


def explain(
    before: BuildInputs, after: BuildInputs, steps: Sequence[StepTiming]
) -> tuple[MissCause, ...]:
    """The causes for the first step of each stage that ran again in the build of `after`.

    `before` is the last build that succeeded, with the same caches at hand; `steps` are how the
    steps of `after`'s build went. Where nothing can be blamed there is no cause: the step follows
    from another stage's, the stage was not built before, or only the engine knows.
    """
    ran = _first_of_each_stage(steps)
    if after.no_cache:
        return tuple(_refused(step) for step in ran if step.line is not None)
    try:
        was, now = plan_of(before), plan_of(after)
    except UnparsableDockerfileError:
        return ()
    comparison = Comparison(was, now, (before, after))
    stages_run = _stages_run(now, steps)
    causes: list[MissCause] = []
    for step in ran:
        place = None if step.line is None else now.place(step.line)
        if place is None:
            continue
        differences = comparison.differences(*place)
        if differences:
            causes += _told(step, differences, after.dockerfile_name)
        elif _is_evicted(was, now, place, stages_run):
            causes.append(CacheEvicted(step.stage, step.line or 0, step.name))
    return tuple(causes)


def _first_of_each_stage(steps: Sequence[StepTiming]) -> list[StepTiming]:
    first: dict[str, StepTiming] = {}
    for step in sorted(steps, key=lambda one: one.line or 0):
        if not step.cached:
            first.setdefault(step.stage, step)
    return list(first.values())


def _refused(step: StepTiming) -> CacheRefused:
    return CacheRefused(step.stage, step.line or 0, step.name)


def _stages_run(now: PlannedFile, steps: Sequence[StepTiming]) -> frozenset[int]:
    places = (now.place(step.line) for step in steps if step.line and not step.cached)
    return frozenset(place[0] for place in places if place is not None)


def _is_evicted(
    was: PlannedFile, now: PlannedFile, place: tuple[int, int], stages_run: frozenset[int]
) -> bool:
    """Whether the build before made this very result, and nothing that it builds on ran again."""
    stage, number = place
    key = now.stages[stage].steps[number].key
    made = {
        step.key
        for planned in was.stages
        if planned.stage.index in was.needed
        for step in planned.steps
    }
    return key is not None and key in made and not stages_run & now.ancestors(stage, number)


def _told(
    step: StepTiming, differences: Sequence[Difference], dockerfile_name: str
) -> Iterator[MissCause]:
    place = (step.stage, step.line or 0, step.name)
    files = [one for one in differences if isinstance(one, ChangedFile)]
    others = [one for one in differences if not isinstance(one, ChangedFile)]
    for difference in others:
        match difference:
            case ChangedBase():
                yield BaseImageChanged(
                    *place,
                    difference.reference,
                    difference.was_reference,
                    difference.image_id,
                    difference.was_image_id,
                )
            case ChangedInstruction(now=now, was=was, moved=moved):
                line = None if now is None else now.line
                yield InstructionChanged(*place, line, written(now), written(was), moved)
            case ChangedArgument(name=name, value=value, was=old):
                yield ArgumentChanged(*place, name, value, old)
    only_dockerfile = {one.path for one in files} <= {dockerfile_name}
    if files and not (others and only_dockerfile):
        changes = tuple(_change(one) for one in files)
        yield FilesChanged(*place, changes[:FILES_NAMED], len(changes[FILES_NAMED:]))


def _change(file: ChangedFile) -> FileChange:
    now, was = file.now, file.was
    folder = "/" if "folder" in {one.kind for one in (now, was) if one is not None} else ""
    return FileChange(
        path=_encodable(f"{file.path}{folder}"),
        bytes=None if now is None else now.bytes,
        was_bytes=None if was is None else was.bytes,
        mode_only=now is not None
        and was is not None
        and (now.kind, now.digest) == (was.kind, was.digest),
    )


def written(instruction: Instruction | None) -> str:
    """An instruction as its author wrote it, on one line; empty for none."""
    if instruction is None:
        return ""
    flags = [
        f"--{one.name}" if one.value is None else f"--{one.name}={one.value}"
        for one in instruction.flags
    ]
    words = [*flags, *instruction.value.split()]
    for heredoc in instruction.heredocs:
        words += [*heredoc.content.split(), heredoc.name]
    return _encodable(" ".join([instruction.keyword, *words]))


def _encodable(text: str) -> str:
    """The text with `?` for bytes of a name or a file that are no UTF-8."""
    return text.encode("utf-8", "replace").decode()
