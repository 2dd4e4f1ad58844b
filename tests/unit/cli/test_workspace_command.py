"""`walkthrough workspace`: a folder that the docker command can build."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from walkthrough.cli import workspace
from walkthrough.cli.main import walkthrough
from walkthrough.cli.workspace import build_words
from walkthrough.course.load import load_course
from walkthrough.engine.model import Endpoint
from walkthrough.errors import BadInputError


@pytest.fixture(autouse=True)
def no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")


def laid_out(variant: str, folder: Path) -> str:
    ended = CliRunner().invoke(walkthrough, ["workspace", variant, str(folder)])
    assert ended.exit_code == 0, ended.exception
    return ended.output


def test_the_folder_holds_what_the_build_sees_and_the_command_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    said = laid_out("ignored", folder)
    variant = load_course().variants["ignored"]
    assert (folder / "Dockerfile").read_text("utf-8") == variant.dockerfile
    assert (folder / ".dockerignore").read_text("utf-8") == variant.ignore
    assert (folder / ".env").is_file()
    assert (folder / ".git").is_dir()
    assert f"\n  docker build -t ignored '{folder}'\n" in said
    assert f"\n  docker build --target builder -t ignored-builder '{folder}'\n" in said


def test_where_stand_ins_are_the_bases_the_from_lines_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Endpoint("unix:///own.sock", "private")
    stand_ins = {"golang:1.26-alpine": "walkthrough.local/golang:stand-in"}
    monkeypatch.setattr(workspace, "bases_here", lambda _course: (here, stand_ins))
    said = laid_out("simple", tmp_path / "new")
    dockerfile = (tmp_path / "new" / "Dockerfile").read_text("utf-8")
    assert dockerfile.splitlines()[0] == "FROM walkthrough.local/golang:stand-in"
    assert "Its FROM lines name this engine's own images" in said
    assert "\n  export DOCKER_HOST=unix:///own.sock\n" in said


def test_a_variant_is_built_with_its_own_target_and_arguments() -> None:
    variant = msgspec.structs.replace(
        load_course().variants["stages"], target="build", build_args={"EDITION": "a b"}
    )
    words = list(build_words(variant, Path("here"), None))
    assert "  docker build '--build-arg=EDITION=a b' --target build -t stages here" in words


def test_mounts_are_said_to_need_buildkit() -> None:
    course = load_course()
    assert any("BuildKit" in line for line in build_words(course.variants["final"], Path(), None))
    assert not any(
        "BuildKit" in line for line in build_words(course.variants["simple"], Path(), None)
    )


def test_a_folder_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = CliRunner().invoke(walkthrough, ["workspace", "simple", str(tmp_path)])
    assert isinstance(ended.exception, BadInputError)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_variant_is_refused_with_those_there_are(tmp_path: Path) -> None:
    ended = CliRunner().invoke(walkthrough, ["workspace", "nothing", str(tmp_path / "new")])
    assert isinstance(ended.exception, BadInputError)
    assert "multi-stage" in ended.exception.why
    assert not (tmp_path / "new").exists()
