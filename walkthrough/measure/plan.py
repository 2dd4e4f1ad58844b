"""Which builds a run makes, in which order. Pure functions.

Within a lesson the variants take turns (A B A B) scenario by scenario, so that a machine that slows
down slows all of them. A sample that exists, or that an earlier lesson of the run will take, is not
taken again.
"""

from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from walkthrough.course.model import Course, Lesson, Scenario


class PlannedBuild(Struct, frozen=True):
    """One build to come. One that is not `measured` only fills the cache for those behind it."""

    lesson_id: str
    variant_id: str
    scenario_id: str
    measured: bool = True

    @property
    def pair(self) -> tuple[str, str]:
        """The ids of its variant and its scenario."""
        return self.variant_id, self.scenario_id


def measured_count(builds: Sequence[PlannedBuild]) -> int:
    """How many of the builds are measured: what is told as the number of builds."""
    return sum(build.measured for build in builds)


def plan_builds(
    course: Course,
    lessons: Sequence[Lesson],
    runs: int,
    taken: Callable[[str, str], int],
    only: Collection[str] = (),
) -> tuple[PlannedBuild, ...]:
    """The builds that bring every variant of the lessons to so many runs in every scenario.

    `taken(variant_id, scenario_id)` tells how many runs there are; `only` limits the scenarios.
    """
    builds: list[PlannedBuild] = []
    counts: dict[tuple[str, str], int] = {}
    warm: set[str] = set()

    def take(lesson: Lesson, variant_id: str, scenario: Scenario, needed: int) -> None:
        key = (variant_id, scenario.id)
        count = counts.setdefault(key, taken(*key))
        if count >= needed:
            return
        if scenario.cache == "same" and variant_id not in warm:
            builds.append(PlannedBuild(lesson.id, variant_id, scenario.id, measured=False))
        builds.append(PlannedBuild(lesson.id, variant_id, scenario.id))
        warm.add(variant_id)
        counts[key] = count + 1

    for lesson in lessons:
        scenarios = [course.scenarios[name] for name in lesson.scenarios]
        for needed in range(1, runs + 1):
            for scenario in scenarios:
                if only and scenario.id not in only:
                    continue
                for variant_id in lesson.variants:
                    take(lesson, variant_id, scenario, needed)
    return tuple(builds)
