"""A variant's Dockerfile beside the one before it, with what was measured of both. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Scenario, Variant
from walkthrough.measure.model import Conditions, Sample, StepTiming
from walkthrough.report.explained.counterparts import counterparts
from walkthrough.report.explained.place import STEPS
from walkthrough.tui.code import Change, changes

Samples = Mapping[str, Sample]


class Shown(Struct, frozen=True):
    """A variant beside the one before it. `scenario` is the one whose times stand in the gutter.

    `samples` and `samples_before` hold the last build of each scenario that was built; `bases`
    says what is to be said of a base image, by its reference.
    """

    variant: Variant
    before: Variant | None
    scenario: Scenario
    scenarios: tuple[Scenario, ...]
    samples: Samples
    samples_before: Samples
    bases: Mapping[str, str]

    @property
    def sample(self) -> Sample | None:
        """The build whose times stand in the gutter, None until there is one."""
        return self.samples.get(self.scenario.id)

    @property
    def sample_before(self) -> Sample | None:
        """The same build of the variant before."""
        return self.samples_before.get(self.scenario.id)

    def source(self) -> list[str]:
        """The file's lines."""
        return lines_of(self.variant)

    def marks(self) -> list[Change]:
        """What is new or changed in each line, against the variant before."""
        if self.before is None:
            return [""] * len(self.source())
        return changes(lines_of(self.before), self.source())

    def counterparts(self) -> dict[int, int]:
        """The line of the same step in the variant before, by the step's line."""
        if self.before is None:
            return {}
        return counterparts(parse(self.variant.dockerfile), parse(self.before.dockerfile))

    def telling_line(self) -> int:
        """The line to begin with: the slowest one, else the first new one that does something."""
        ran = filter(None, map(slowest_step, (self.sample, *self.samples.values())))
        slowest = next(ran, None)
        if slowest is not None and slowest.line is not None:
            return slowest.line
        marks = self.marks()
        instructions = parse(self.variant.dockerfile).instructions
        changed = (one.line for one in instructions if any(marks[one.line - 1 : one.end_line]))
        return next(changed, 1)


def lines_of(variant: Variant) -> list[str]:
    """The lines of a variant's Dockerfile."""
    return variant.dockerfile.rstrip("\n").split("\n")


def steps_by_line(sample: Sample | None) -> dict[int, StepTiming]:
    """How each step went, by its line."""
    steps = () if sample is None else sample.steps
    return {one.line: one for one in steps if one.line is not None}


def slowest_step(sample: Sample | None) -> StepTiming | None:
    """The step that took longest, None where all came from the cache."""
    ran = [one for one in steps_by_line(sample).values() if not one.cached]
    return max(ran, key=lambda one: one.seconds, default=None)


def working_lines(variant: Variant) -> frozenset[int]:
    """The lines whose instructions a build carries out; FROM lines have no time of their own."""
    instructions = parse(variant.dockerfile).instructions
    return frozenset(one.line for one in instructions if one.keyword in STEPS)


def base_notes(conditions: Conditions | None) -> dict[str, str]:
    """What is to be said of each base image that a FROM line names, by its reference."""
    bases = () if conditions is None else conditions.bases
    return {base.reference: "stand-in base" for base in bases if base.kind == "stand-in"}
