"""Which cause is named for a step that ran again, and when none is."""

from pathlib import Path

import msgspec
import pytest

from tests.unit.measure.edit_case import COPY_MODULES, DOWNLOAD, Case
from tests.unit.measure.edit_cases import CASES
from tests.unit.measure.edit_cases_files import NOTHING_RAN
from tests.unit.measure.edits import Edit, Project, append, both, replace, short
from walkthrough.app_context import sample_app
from walkthrough.course.load import load_course
from walkthrough.measure.explain import explain
from walkthrough.measure.explain_cause import FileChange, FilesChanged
from walkthrough.measure.inputs import BuildInputs, inputs_of, with_digests

COURSE = load_course()
IMAGES = {
    f"docker.io/library/{name}": f"sha256:{number}" * 32
    for number, name in enumerate(
        ["golang:1.26-alpine", "golang:1.27-alpine", "alpine:3.22", "alpine:3.23"]
    )
}


def project_of(variant: str, folder: Path) -> Project:
    return Project(COURSE.variants[variant], sample_app(), folder / "project")


def inputs(project: Project, namespace: str = "test") -> BuildInputs:
    return inputs_of(project.request("tag", namespace, {}), project.context(), IMAGES.get)


def told(
    before: BuildInputs, project: Project, ran: tuple[int, ...], after: BuildInputs | None = None
) -> tuple[str, ...]:
    causes = explain(before, after or inputs(project), project.timings(ran))
    return tuple(short(cause) for cause in causes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_edit_has_its_cause(case: Case, tmp_path: Path) -> None:
    project = project_of(case.variant, tmp_path)
    case.start(project)
    before = inputs(project)
    case.edit(project)
    assert told(before, project, case.ran) == case.causes


@pytest.mark.parametrize("case", NOTHING_RAN, ids=lambda case: case.id)
def test_what_no_step_sees_is_never_blamed(case: Case, tmp_path: Path) -> None:
    """Even if an engine ran everything again, the edit would not be why."""
    project = project_of(case.variant, tmp_path)
    case.start(project)
    before = inputs(project)
    case.edit(project)
    everything = tuple(range(1, 50))
    assert {one.split()[1] for one in told(before, project, everything)} == {"evicted"}


def test_a_step_that_only_follows_from_another_stage_is_not_blamed(tmp_path: Path) -> None:
    project = project_of("stages", tmp_path)
    before = inputs(project)
    assert told(before, project, (4, 9, 17)) == ("4 evicted",)
    assert told(before, project, (9, 17)) == ("9 evicted",)
    assert told(before, project, (17,)) == ("17 evicted",)


def test_a_result_that_the_last_build_did_not_make_was_not_evicted(tmp_path: Path) -> None:
    project = project_of("deps-first", tmp_path)
    before = inputs(project)
    project.append("go.mod")
    assert told(before, project, (5, 15)) == ()
    assert told(before, project, (11,)) == ("11 evicted",)


@pytest.mark.parametrize(
    ("variant", "start"),
    [
        ("deps-first", replace("COPY go.mod", "ADD https://go.dev/VERSION?m=text go.mod")),
        ("deps-first", replace("COPY go.mod go.sum", "COPY --from=busybox:1 go.mod go.sum")),
        ("deps-first", replace("golang:1.26-alpine", "golang:edge")),
    ],
    ids=["a URL", "an image that is not here", "a base that is not here"],
)
def test_where_only_the_engine_knows_nothing_is_told(
    variant: str, start: Edit, tmp_path: Path
) -> None:
    project = project_of(variant, tmp_path)
    start(project)
    assert told(inputs(project), project, (4, 5)) == ()


def test_another_namespace_of_cache_mounts_is_no_eviction(tmp_path: Path) -> None:
    project = project_of("cache-both", tmp_path)
    assert told(inputs(project, "one"), project, (4,), inputs(project, "two")) == ()
    assert told(inputs(project, "one"), project, (3,), inputs(project, "two")) == ("3 evicted",)


def test_another_image_under_the_same_name_is_named(tmp_path: Path) -> None:
    project = project_of("deps-first", tmp_path)
    before = inputs(project)
    ids = before.images | {"docker.io/library/alpine:3.22": "sha256:new"}
    after = msgspec.structs.replace(before, images=ids)
    assert told(before, project, (11, 14, 15), after) == ("11 base alpine:3.22",)


def test_a_stage_built_by_another_target_before_is_not_blamed(tmp_path: Path) -> None:
    project = project_of("stages", tmp_path)
    project.target = "dev"
    before = inputs(project)
    project.target = None
    project.append(".env")
    assert told(before, project, (4, 9, 13, 16, 17)) == ("4 files .env",)


HEREDOC = "RUN <<END\n  go mod download -x\nEND\n"


@pytest.mark.parametrize(
    ("start", "edit", "ran", "causes"),
    [
        (
            replace(DOWNLOAD, HEREDOC),
            replace("  go mod download -x\n", "  go mod download\n"),
            (5, 8, 9),
            (
                "5 instruction 5: 'RUN <<END go mod download END' was "
                "'RUN <<END go mod download -x END'",
            ),
        ),
        (
            replace(DOWNLOAD, f"COPY <<END /x\n'a'\nEND\n{DOWNLOAD}"),
            replace("'a'", '"a"'),
            (5, 8, 9),
            ("""5 instruction 5: 'COPY <<END /x "a" END' was "COPY <<END /x 'a' END\"""",),
        ),
        (
            replace(COPY_MODULES, "COPY --exclude=*.md --exclude=products . .\n"),
            both(append("README.md"), append("products/field-mug.json"), append("main.go")),
            (4, 5, 7, 8),
            ("4 files main.go",),
        ),
        (
            replace(COPY_MODULES, "COPY --parents internal/*/*.go ./\n"),
            both(append("internal/api/api.go"), append("main.go")),
            (4, 5, 7, 8),
            ("4 files internal/api/api.go",),
        ),
        (
            replace(COPY_MODULES, "COPY --link go.mod go.sum ./\n"),
            replace("golang:1.26-alpine", "golang:1.27-alpine"),
            (2, 5, 7, 8),
            ("2 base golang:1.27-alpine was golang:1.26-alpine",),
        ),
    ],
    ids=["a here-document's text", "its quotes", "--exclude", "--parents", "--link"],
)
def test_what_newer_engines_know(
    start: Edit, edit: Edit, ran: tuple[int, ...], causes: tuple[str, ...], tmp_path: Path
) -> None:
    project = project_of("deps-first", tmp_path)
    start(project)
    before = inputs(project)
    edit(project)
    assert told(before, project, ran) == causes


def test_of_many_files_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    project = project_of("ignored", tmp_path)
    before = inputs(project)
    for number in range(30):
        project.append(f"new/{number:02}.go")
    (cause,) = explain(before, inputs(project), project.timings((4, 5)))
    assert isinstance(cause, FilesChanged)
    assert (len(cause.files), cause.more) == (20, 10)
    assert cause.files[0] == FileChange("new/00.go", 8, None)


def test_old_and_new_sizes_are_told(tmp_path: Path) -> None:
    project = project_of("ignored", tmp_path)
    size = (project.root / "main.go").stat().st_size
    before = inputs(project)
    project.append("main.go")
    (cause,) = explain(before, inputs(project), project.timings((4, 5)))
    assert isinstance(cause, FilesChanged)
    assert cause.files == (FileChange("main.go", size + 8, size),)


def test_a_dockerfile_that_cannot_be_read_is_not_explained(tmp_path: Path) -> None:
    project = project_of("hello", tmp_path)
    before = inputs(project)
    broken = msgspec.structs.replace(before, dockerfile="FORM x\n")
    assert explain(broken, before, project.timings((3,))) == ()


def test_a_base_that_the_registry_has_anew_is_named(tmp_path: Path) -> None:
    project = project_of("deps-first", tmp_path)
    alpine = "docker.io/library/alpine:3.22"
    before = with_digests(inputs(project), [f"{alpine}@sha256:a"])
    after = with_digests(inputs(project), [f"{alpine}@sha256:b"])
    unasked = inputs(project)
    assert told(before, project, (11, 14, 15), after) == ("11 base alpine:3.22",)
    assert told(unasked, project, (11, 14, 15), after) == ()
    assert told(after, project, (11, 14, 15), after) == ("11 evicted",)


def test_a_name_that_is_no_utf8_can_be_kept(tmp_path: Path) -> None:
    project = project_of("ignored", tmp_path)
    before = inputs(project)
    entry = before.files["main.go"]
    files = {**before.files, "caf\udce9.go": entry}
    after = msgspec.structs.replace(before, files=files)
    (cause,) = explain(before, after, project.timings((4, 5)))
    assert b"caf?.go" in msgspec.json.encode(cause)
    assert told(after, project, (5,), after) == ("5 evicted",)
