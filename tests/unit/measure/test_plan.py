"""Which builds a run makes, in which order."""

from walkthrough.course.model import Course, Edit, Lesson, Scenario, Variant
from walkthrough.measure.plan import PlannedBuild, plan_builds

EDIT = Edit(kind="append", file="README.md", text="{nonce}")
SCENARIOS = {
    "cold": Scenario("cold", "Cold", "", "fresh"),
    "rebuild": Scenario("rebuild", "Rebuild", "", "same"),
    "docs-edit": Scenario("docs-edit", "Docs edit", "", "same", EDIT),
}


def lesson(number: int, variants: str, scenarios: tuple[str, ...]) -> Lesson:
    name = f"lesson-{number}"
    return Lesson(name, number, name, 10, "", tuple(variants), scenarios, (), (), ())


def course(*lessons: Lesson) -> Course:
    variants = {
        name: Variant(name, one.id, name, "", f"{name}.Dockerfile", "FROM scratch")
        for one in lessons
        for name in one.variants
    }
    return Course("", lessons, variants, SCENARIOS, ())


def planned(
    *lessons: Lesson,
    runs: int = 1,
    taken: dict[tuple[str, str], int] | None = None,
    only: frozenset[str] = frozenset(),
) -> list[str]:
    have = taken or {}
    builds = plan_builds(course(*lessons), lessons, runs, lambda *key: have.get(key, 0), only)
    return [_short(build) for build in builds]


def _short(build: PlannedBuild) -> str:
    return f"{build.variant_id} {build.scenario_id}" if build.measured else f"{build.variant_id} -"


def test_variants_take_turns_in_every_scenario_and_every_round() -> None:
    assert planned(lesson(1, "AB", ("cold", "rebuild")), runs=2) == [
        "A cold",
        "B cold",
        "A rebuild",
        "B rebuild",
        "A cold",
        "B cold",
        "A rebuild",
        "B rebuild",
    ]


def test_samples_that_exist_are_not_taken_again() -> None:
    taken = {("A", "cold"): 1, ("B", "cold"): 3}
    assert planned(lesson(1, "AB", ("cold",)), taken=taken) == []
    assert planned(lesson(1, "AB", ("cold",)), runs=2, taken=taken) == ["A cold"]


def test_an_edit_without_a_cold_build_first_fills_the_cache_unmeasured() -> None:
    taken = {("A", "cold"): 1}
    assert planned(lesson(1, "A", ("cold", "docs-edit")), taken=taken) == ["A -", "A docs-edit"]


def test_a_variant_of_two_lessons_is_built_once() -> None:
    first, second = lesson(1, "AB", ("cold",)), lesson(2, "BC", ("cold", "rebuild"))
    assert planned(first, second) == ["A cold", "B cold", "C cold", "B rebuild", "C rebuild"]


def test_only_the_scenarios_asked_for_are_built() -> None:
    built = planned(lesson(1, "A", ("cold", "rebuild")), only=frozenset({"rebuild"}))
    assert built == ["A -", "A rebuild"]
