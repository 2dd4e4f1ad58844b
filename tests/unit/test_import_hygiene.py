"""Quick commands load little, and what is installed from a wheel is complete."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
HEAVY = ("docker", "textual", "rich", "pygments", "markdown_it", "dulwich", "google.protobuf")

LOADED = """
import sys
from walkthrough.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print("loaded:", *sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["lessons"], ["lessons", "--json"]], ids=" ".join
)
def test_a_quick_command_loads_neither_screens_nor_docker(arguments: list[str]) -> None:
    assert not set(HEAVY) & modules_loaded_by(*arguments)


def test_linting_needs_neither_docker_nor_textual() -> None:
    assert not {"docker", "textual"} & modules_loaded_by("lint")


def modules_loaded_by(*arguments: str) -> set[str]:
    """The modules that the command has imported when it ends well."""
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True
    )
    marker, *loaded = ended.stderr.splitlines()[-1].split()
    assert marker == "loaded:"
    assert "walkthrough.cli.main" in loaded
    return set(loaded)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_lessons_and_the_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        "lessons/course.toml",
        "lessons/2-multi-stage/page.md",
        "lessons/2-multi-stage/multi-stage.Dockerfile",
        "lessons/3-dockerignore/ignored.dockerignore",
        "sample-go-app/go.sum",
        "sample-go-app/simple/main.go",
    ):
        assert f"walkthrough/_data/{name}" in names


def test_an_installed_copy_loads_the_course_from_any_directory(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
            *("--disable-pip-version-check", "--target", str(target), str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    where = python("-c", "import walkthrough; print(walkthrough.__file__)", modules=target)
    assert where.startswith(str(target))
    assert "7  final" in python("-m", "walkthrough", "lessons", modules=target)
    linted = python("-m", "walkthrough", "lint", modules=target)
    assert linted.startswith(str(target))
    assert linted.endswith("nothing is wrong.\n")


def python(*arguments: str, modules: Path) -> str:
    """What Python prints, run in the root directory with this folder of modules first."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(modules.anchor),
        env=os.environ | {"PYTHONPATH": str(modules)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
