"""What the tabs show of a variant: its Dockerfile and its image beside the one before it. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from walkthrough.course.model import Course, Lesson
from walkthrough.measure.model import Conditions
from walkthrough.measure.usable import latest
from walkthrough.report.story import Results, new_variant, predecessor
from walkthrough.tui.dockerfile.shown import Samples, Shown, base_notes
from walkthrough.tui.widgets.inside_view import ShownImage


class VariantView(Struct, frozen=True):
    """A lesson with what was measured of its variants, and under which conditions."""

    course: Course
    lesson: Lesson
    results: Results
    conditions: Conditions | None

    def dockerfile(self, variant_id: str, scenario_id: str) -> Shown:
        """The Dockerfile with the times of each scenario's last build."""
        before = predecessor(self.lesson, variant_id)
        return Shown(
            variant=self.course.variants[variant_id],
            before=None if before is None else self.course.variants[before],
            scenario=self.course.scenarios[scenario_id],
            scenarios=tuple(self.course.scenarios[name] for name in self.lesson.scenarios),
            samples=self._last_samples(variant_id),
            samples_before={} if before is None else self._last_samples(before),
            bases=base_notes(self.conditions),
        )

    def image(self, variant_id: str) -> ShownImage:
        """What is known of the variant's image and of the one that it is read against.

        That is the variant before it; for the lesson's first one the variant that the lesson
        brings.
        """
        new = new_variant(self.lesson)
        before = predecessor(self.lesson, variant_id) or new
        own, other = self.results.get(variant_id), self.results.get(before)
        alone = before == variant_id
        return ShownImage(
            self.course.variants[variant_id],
            own.image if own else None,
            None if alone else self.course.variants[before],
            None if alone or other is None else other.image,
        )

    def _last_samples(self, variant_id: str) -> Samples:
        """The last build of each scenario; a disturbed one only where there is no other."""
        result = self.results.get(variant_id)
        taken = {} if result is None else result.samples
        last = {scenario: latest(samples) for scenario, samples in taken.items()}
        return {scenario: sample for scenario, sample in last.items() if sample is not None}


def following(names: Sequence[str], name: str) -> str:
    """The name after this one, after the last the first."""
    return names[(names.index(name) + 1) % len(names)]
