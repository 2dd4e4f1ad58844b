"""What was replayed before the reader left is there the next time; only the rest is replayed."""

from tests.tui.reading import new_progress, recorded
from walkthrough.measure.progress import RunPlanned, SampleTaken
from walkthrough.report.story import Wanted

Pair = tuple[str, str]


def test_a_replay_that_was_left_half_way_goes_on_where_it_was() -> None:
    progress = new_progress()
    first = recorded(progress)
    lesson = first.course.lessons[0]
    all_of_it = first.cost(lesson, Wanted(1))
    seen: list[Pair] = []
    for event in first.run(lesson, Wanted(1)):
        if isinstance(event, SampleTaken):
            seen.append((event.planned.variant_id, event.planned.scenario_id))
            if len(seen) == 2:
                break
    assert progress.replayed(lesson.id) == set(seen)

    second = recorded(progress)
    assert not second.results()
    second.load()
    assert {
        (variant, scenario)
        for variant, result in second.results().items()
        for scenario, samples in result.samples.items()
        if samples
    } == set(seen)
    rest = second.cost(lesson, Wanted(1))
    assert all_of_it is not None and rest is not None
    assert rest.builds == all_of_it.builds - 2
    planned = [one for one in second.run(lesson, Wanted(1)) if isinstance(one, RunPlanned)]
    assert not set(seen) & {(one.variant_id, one.scenario_id) for one in planned[0].builds}
    assert second.cost(lesson, Wanted(1)) == all_of_it
