"""`walkthrough lint --build` of a small pack, of which one variant does not build."""

from pathlib import Path

import docker
import pytest

from tests.engine.command_line import finished
from walkthrough.course.load import load_course
from walkthrough.engine.model import BaseUsed

COURSE = """\
title = "A small course"
lessons = ["1-first"]

[[scenario]]
id = "cold"
title = "Cold build"
summary = "Nothing is cached."
cache = "fresh"
"""
BASE = """\
[[base]]
reference = "{reference}"
stand_in = "alpine"
size_bytes = 1000
"""
LESSON = """\
id = "first"
number = 1
title = "The first lesson"
minutes = 10
summary = "Something to begin with."
variants = ["whole", "broken"]
scenarios = ["cold"]

[[variant]]
id = "whole"
title = "Builds"
summary = "Nothing is wrong with it."
dockerfile = "whole.Dockerfile"
app = "simple"

[[variant]]
id = "broken"
title = "Does not build"
summary = "Its third line fails."
dockerfile = "broken.Dockerfile"
app = "simple"
"""
PAGE = """\
# The first lesson

It weighs {{ whole: image.unpacked_bytes }}.
"""


def write_pack(root: Path, reference: str, third_line: str) -> Path:
    """A pack in which the linter finds nothing wrong without building."""
    pack = root / "pack"
    files = {
        "course.toml": COURSE,
        "bases.toml": BASE.format(reference=reference),
        "1-first/lesson.toml": LESSON,
        "1-first/page.md": PAGE,
        "1-first/whole.Dockerfile": f"FROM {reference}\nCOPY . .\nRUN true\n",
        "1-first/broken.Dockerfile": f"FROM {reference}\nCOPY . .\n{third_line}\n",
    }
    for name, text in files.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8", newline="\n")
    return pack


@pytest.fixture
def reference(bases: tuple[BaseUsed, ...]) -> str:
    """The small one of the course's base images, which the engine has."""
    assert bases
    return next(one.reference for one in load_course().bases if one.stand_in == "alpine")


def test_a_variant_that_does_not_build_is_told_with_file_line_and_reason(
    tmp_path: Path, reference: str, client: docker.APIClient
) -> None:
    pack = write_pack(tmp_path, reference, "RUN echo said && exit 7")
    ended = finished(tmp_path / "home", "lint", str(pack), "--build")
    assert ended.returncode == 2, ended.stderr
    (line,) = ended.stdout.splitlines()
    place = pack / "1-first" / "broken.Dockerfile"
    assert line.startswith(f"{place}:3: broken does not build: ")
    assert "exit code 7" in line or "exit code: 7" in line
    assert ended.stderr.splitlines() == ["[1/2] building whole", "[2/2] building broken"]
    assert not client.images("walkthrough.local/lint-whole")
    assert list((tmp_path / "home" / "workspaces").iterdir()) == []


def test_a_pack_whose_variants_all_build_is_in_order(tmp_path: Path, reference: str) -> None:
    pack = write_pack(tmp_path, reference, "RUN echo said")
    ended = finished(tmp_path / "home", "lint", str(pack), "--build")
    assert (ended.returncode, ended.stdout) == (0, f"{pack}: nothing is wrong.\n"), ended.stderr


def test_what_is_wrong_without_building_is_told_before_anything_is_built(
    tmp_path: Path, reference: str
) -> None:
    pack = write_pack(tmp_path, reference, "RUNN echo said")
    ended = finished(tmp_path / "home", "lint", str(pack), "--build")
    assert ended.returncode == 2
    assert f"{pack / '1-first' / 'broken.Dockerfile'}:3: " in ended.stdout
    assert "building" not in ended.stderr
