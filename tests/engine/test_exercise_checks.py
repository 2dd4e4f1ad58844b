"""Each kind of check on a real engine, with a right and a wrong Dockerfile of a second each."""

import secrets
from collections.abc import Iterator

import pytest

from walkthrough.app_context import surroundings
from walkthrough.cli.check_display import result_text
from walkthrough.course.exercise import Exercise
from walkthrough.course.exercise_checks import (
    AnyCheck,
    Builds,
    BuildsOffline,
    ContextBelow,
    ContextWithout,
    EditKeeps,
    ImageBelow,
    LayersWithout,
    ModulesDownloaded,
    NotRoot,
    Prints,
    Serves,
    StageExists,
    Stops,
    TimeBelow,
)
from walkthrough.course.load import load_course
from walkthrough.engine.cache_mounts import remembered_cache_mounts, remove_namespace
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.errors import CancelledError
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.model import CheckBuilding, CheckFinished, CheckResult
from walkthrough.learn.reader_files import reader_files
from walkthrough.learn.surroundings import Surroundings
from walkthrough.report.causes import cause_words

WHY = "It matters."
SECRET = "made-up-4f7c"
CHECKS: tuple[AnyCheck, ...] = (
    Builds(id="builds", why=WHY),
    StageExists(id="stage", why=WHY, stage="builder"),
    ContextWithout(id="context", why=WHY, paths=("notes",), content=SECRET),
    ContextBelow(id="sent", why=WHY, bytes=20_000),
    Serves(id="serves", why=WHY, path="/main.go", contains="package main"),
    NotRoot(id="user", why=WHY),
    Stops(id="stops", why=WHY),
    ImageBelow(id="size", why=WHY, bytes=10_000_000),
    LayersWithout(id="layers", why=WHY, paths=("main.go",), where="build-stages"),
    LayersWithout(id="secret", why=WHY, content=SECRET),
    EditKeeps(id="keeps", why=WHY, scenario="code-edit", step="sleep 1"),
    ModulesDownloaded(id="modules", why=WHY, scenario="code-edit", at_most=0),
    TimeBelow(id="time", why=WHY, scenario="code-edit", fraction=0.6),
    BuildsOffline(id="offline", why=WHY),
)
RIGHT = """\
FROM alpine:3.22 AS builder
RUN sleep 2 && sleep 1
RUN echo done > /done

FROM alpine:3.22
COPY --from=builder /done /
COPY main.go /srv/
USER 10001
ENTRYPOINT trap 'exit 0' TERM; httpd -f -p 8088 -h /srv & wait
"""
# The secret is deleted again, which leaves it in the layer below.
WRONG = """\
FROM alpine:3.22
COPY . .
RUN rm -r notes && sleep 2 && sleep 1
RUN head -c 12000000 /dev/zero > /big

FROM alpine:3.22
COPY --from=0 /big /
COPY main.go /srv/
ENTRYPOINT httpd -f -p 8080 -h /srv && echo bye
"""


def exercise(*checks: AnyCheck) -> Exercise:
    return Exercise(
        lesson_id="tried",
        title="Tried",
        task="",
        edits=("Dockerfile",),
        checks=checks,
        hints=(),
        reasons=(),
        start_fails=(),
        start={},
        solution={},
        app="simple",
    )


@pytest.fixture(scope="module")
def around(
    engine: Engine, bases: tuple[BaseUsed, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Surroundings]:
    assert bases
    home = tmp_path_factory.mktemp("checks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKTHROUGH_HOME", str(home))
        found = surroundings(load_course(), engine)
        yield found
    for namespace in remembered_cache_mounts(home, found.engine_id):
        remove_namespace(engine.client, namespace)


def results(
    checked: Exercise, files: dict[str, str], around: Surroundings
) -> dict[str, CheckResult]:
    last = list(CheckRun(checked, reader_files(files), around).run())[-1]
    assert isinstance(last, CheckFinished)
    return {one.id: one for one in last.results}


def test_a_right_answer_passes_every_kind_of_check(around: Surroundings) -> None:
    found = results(exercise(*CHECKS), {"Dockerfile": RIGHT}, around)
    assert {name: one.seen for name, one in found.items() if one.state != "passed"} == {}


def test_a_wrong_answer_is_told_what_was_seen(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkthrough.learn.service_life.ANSWER_WITHIN_S", 2)
    files = {"Dockerfile": WRONG, "notes/key": f"KEY={SECRET}\n", "large": "x" * 30_000}
    found = results(exercise(*CHECKS), files, around)
    assert {name for name, one in found.items() if one.state == "passed"} == {
        "builds",
        "modules",
        "offline",
    }
    assert found["stage"].seen == "no stage has a name"
    assert found["context"].seen == "notes/key"
    assert "does not answer on port 8088" in found["serves"].seen
    assert found["user"].seen == "user id 0"
    assert "killed" in found["stops"].seen
    assert found["secret"].seen == "stage 0: /notes/key"
    assert found["layers"].seen == "stage 0: /main.go"
    assert "line 3: RUN rm -r notes" in found["keeps"].seen
    causes = [cause_words(one) for one in found["keeps"].causes]
    assert causes[0].startswith("line 2, COPY . .: main.go changed (")
    assert causes[1].startswith("line 8, COPY main.go /srv/: main.go changed (")
    assert f"cause: {causes[0]}" in result_text(found["keeps"])


def test_a_first_build_that_met_no_cache_is_the_cold_build(around: Surroundings) -> None:
    dockerfile = f"FROM alpine:3.22\nCOPY main.go /\nRUN sleep 1 && echo {secrets.token_hex(8)}\n"
    time = TimeBelow(id="time", why=WHY, scenario="code-edit", fraction=0.3)
    checked = exercise(Builds(id="builds", why=WHY), time)
    events = list(CheckRun(checked, reader_files({"Dockerfile": dockerfile}), around).run())
    assert {one.what for one in events if isinstance(one, CheckBuilding)} == {
        "the image",
        "after code-edit",
    }
    assert isinstance(events[-1], CheckFinished)
    (_, told) = events[-1].results
    assert told.state == "failed"
    assert told.seen.endswith(" cold")


def test_a_failing_build_is_told_with_its_line_and_its_log(around: Surroundings) -> None:
    dockerfile = "FROM alpine:3.22\nRUN echo so far && no-such-tool\n"
    found = results(exercise(CHECKS[0], *CHECKS[4:8]), {"Dockerfile": dockerfile}, around)
    assert found["builds"].state == "failed"
    assert "line 2" in found["builds"].seen
    assert "so far" in found["builds"].detail
    assert found["builds"].next_step
    assert {one.state for name, one in found.items() if name != "builds"} == {"blocked"}


def test_a_stage_that_fails_beside_the_image_is_told_by_the_check_that_needs_it(
    around: Surroundings,
) -> None:
    dockerfile = "FROM alpine:3.22 AS extra\nRUN echo so far && false\n\nFROM alpine:3.22\n"
    layers = LayersWithout(id="layers", why=WHY, paths=("main.go",), where="every-stage")
    found = results(exercise(CHECKS[0], layers), {"Dockerfile": dockerfile}, around)
    assert (found["builds"].state, found["layers"].state) == ("passed", "failed")
    assert found["layers"].seen.startswith("stage extra: it fails at line 2")
    assert "so far" in found["layers"].detail


def test_a_service_that_does_not_run_is_told_once(around: Surroundings) -> None:
    dockerfile = 'FROM alpine:3.22\nENTRYPOINT ["no-such-program"]\n'
    found = results(exercise(CHECKS[0], *CHECKS[4:7]), {"Dockerfile": dockerfile}, around)
    assert found["serves"].state == "failed"
    assert found["serves"].seen == "The image cannot be run."
    assert (found["user"].state, found["stops"].state) == ("blocked", "blocked")
    alone = results(exercise(CHECKS[0], CHECKS[5]), {"Dockerfile": dockerfile}, around)
    assert alone["user"].state == "failed"


def test_a_dockerfile_that_cannot_be_read_is_told_without_a_build(around: Surroundings) -> None:
    files = {"Dockerfile": "FROM alpine:3.22\nCOPPY . .\n"}
    events = list(CheckRun(exercise(*CHECKS), reader_files(files), around).run())
    last = events[-1]
    assert isinstance(last, CheckFinished)
    told = {one.id: one.state for one in last.results}
    assert (told.pop("builds"), told.pop("sent")) == ("failed", "passed")
    assert told.pop("context") == "passed"
    assert set(told.values()) <= {"blocked", "failed"}
    assert "line 2" in last.results[0].seen
    assert not any(isinstance(one, CheckBuilding) for one in events)


def test_a_build_that_needs_the_network_does_not_pass_for_one_that_does_not(
    around: Surroundings,
) -> None:
    dockerfile = "FROM alpine:3.22\nRUN grep -q eth0 /proc/net/dev\n"
    found = results(exercise(CHECKS[0], CHECKS[-1]), {"Dockerfile": dockerfile}, around)
    assert (found["builds"].state, found["offline"].state) == ("passed", "failed")


def test_a_program_that_prints_is_judged_by_what_it_prints(around: Surroundings) -> None:
    checks = (CHECKS[0], Prints(id="prints", why=WHY, contains="hello"))
    dockerfile = 'FROM alpine:3.22\nENTRYPOINT ["echo", "{}"]\n'
    for word, state in (("hello you", "passed"), ("bye", "failed")):
        files = {"Dockerfile": dockerfile.format(word)}
        assert results(exercise(*checks), files, around)["prints"].state == state


def test_an_attempt_is_compared_with_a_variant_that_is_built_for_it(
    around: Surroundings,
) -> None:
    checks = (
        CHECKS[0],
        ImageBelow(id="size", why=WHY, of="hello", fraction=0.1),
        ContextBelow(id="sent", why=WHY, of="hello", fraction=0.1),
    )
    found = results(exercise(*checks), {"Dockerfile": "FROM alpine:3.22\nRUN true\n"}, around)
    assert (found["size"].state, found["sent"].state) == ("passed", "failed")
    assert found["size"].seen.endswith(" of hello")
    assert around.archive.image(around.hashes["hello"]) is not None


def test_a_cancelled_check_ends_and_leaves_nothing(engine: Engine, around: Surroundings) -> None:
    slow = "FROM alpine:3.22\nCOPY main.go /\nRUN sleep 100\n"
    run = CheckRun(exercise(CHECKS[0]), reader_files({"Dockerfile": slow}), around)
    with pytest.raises(CancelledError):
        for event in run.run():
            if isinstance(event, CheckBuilding):
                run.cancel()
    label = f"walkthrough.session={around.session}"
    assert engine.client.images(filters={"label": label}) == []
    assert list((around.home / "workspaces").iterdir()) == []


def test_a_check_never_meets_a_cache_mount_that_a_cancelled_one_was_filling(
    around: Surroundings,
) -> None:
    line = "FROM alpine:3.22\nRUN --mount=type=cache,target=/data "
    filling = f"{line}touch /data/half && echo begun && sleep 100\n"
    run = CheckRun(exercise(CHECKS[0]), reader_files({"Dockerfile": filling}), around)
    with pytest.raises(CancelledError):
        for event in run.run():
            if isinstance(event, CheckBuilding) and getattr(event.event, "text", "") == "begun":
                run.cancel()
    found = results(exercise(CHECKS[0]), {"Dockerfile": f"{line}test ! -e /data/half\n"}, around)
    assert found["builds"].state == "passed", found["builds"].seen
