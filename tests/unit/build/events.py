"""Short ways to write build events in tests."""

from walkthrough.build.model import Step, StepFinished, StepKind, StepLog


def instruction(name: str, *, line: int | None = None, step_id: str = "") -> Step:
    """An instruction of a build, from a name like `[builder 2/5] COPY . .`."""
    place = name[1 : name.index("]")].split()
    index, total = place[-1].split("/")
    stage = place[0] if len(place) > 1 else ""
    return Step(step_id or name, name, "instruction", stage, int(index), int(total), line)


def other(name: str, kind: StepKind) -> Step:
    """One of the engine's own steps."""
    return Step(name, name, kind)


def finished(
    step: Step, *intervals: tuple[float, float], cached: bool = False, error: str = ""
) -> StepFinished:
    """A step's end, with all its runs."""
    return StepFinished(intervals[-1][1], step, cached, intervals, error)


def log(text: str, step_id: str = "step") -> StepLog:
    """One line of a step's output."""
    return StepLog(0.0, step_id, "stderr", text)
