"""What the tabs show of a variant: its Dockerfile and its image beside the one before it. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from walkthrough.course.model import Course, Lesson
from walkthrough.measure.model import Conditions, Sample
from walkthrough.tui.story import Results, predecessor
from walkthrough.tui.widgets.dockerfile_view import Shown, base_notes
from walkthrough.tui.widgets.inside_view import ShownImage


class VariantView(Struct, frozen=True):
    """A lesson with what was measured of its variants, and under which conditions."""

    course: Course
    lesson: Lesson
    results: Results
    conditions: Conditions | None

    def dockerfile(self, variant_id: str, scenario_id: str) -> Shown:
        """The Dockerfile with the times of the scenario's last build."""
        before = predecessor(self.course, self.lesson, variant_id)
        return Shown(
            variant=self.course.variants[variant_id],
            before=None if before is None else self.course.variants[before],
            scenario=self.course.scenarios[scenario_id],
            sample=self._last_sample(variant_id, scenario_id),
            sample_before=None if before is None else self._last_sample(before, scenario_id),
            bases=base_notes(self.conditions),
        )

    def image(self, variant_id: str) -> ShownImage:
        """What is known of the variant's image and the one before it."""
        before = predecessor(self.course, self.lesson, variant_id)
        own = self.results.get(variant_id)
        other = None if before is None else self.results.get(before)
        return ShownImage(
            variant_id, own.image if own else None, before, other.image if other else None
        )

    def _last_sample(self, variant_id: str, scenario_id: str) -> Sample | None:
        result = self.results.get(variant_id)
        samples = () if result is None else result.samples.get(scenario_id, ())
        return samples[-1] if samples else None


def following(names: Sequence[str], name: str) -> str:
    """The name after this one, after the last the first."""
    return names[(names.index(name) + 1) % len(names)]
