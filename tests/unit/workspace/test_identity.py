"""Samples are reused exactly as long as nothing that a build depends on has changed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.workspace.trees import tiny_app, variant
from walkthrough.course.model import Variant
from walkthrough.workspace.identity import app_hash, variant_hash


def test_a_fresh_clone_of_the_app_has_the_same_hash(tmp_path: Path) -> None:
    one = tiny_app(tmp_path / "one")
    other = tiny_app(tmp_path / "other")
    os.utime(other / "main.go", (0, 0))
    (other / "main.go").chmod(0o600)

    assert app_hash(one) == app_hash(other)


def edit(app: Path) -> None:
    (app / "main.go").write_text("package main\n", encoding="utf-8")


def add(app: Path) -> None:
    (app / "new.go").write_text("", encoding="utf-8")


def rename(app: Path) -> None:
    (app / "main.go").rename(app / "start.go")


def move_a_byte_between_files(app: Path) -> None:
    (app / "README.md").write_text("", encoding="utf-8")
    (app / "go.mod").write_text("# A catalogue\nmodule example.com/catalogue\n\ngo 1.26.0\n")


def make_executable(app: Path) -> None:
    (app / "main.go").chmod(0o755)


def replace_by_link(app: Path) -> None:
    (app / "main.go").unlink()
    (app / "main.go").symlink_to("simple/main.go")


@pytest.mark.parametrize(
    "change", [edit, add, rename, move_a_byte_between_files, make_executable, replace_by_link]
)
def test_a_changed_app_has_another_hash(change: Callable[[Path], None], tmp_path: Path) -> None:
    app = tiny_app(tmp_path)
    before = app_hash(app)

    change(app)

    assert app_hash(app) != before


def test_what_a_variant_brings_itself_is_no_part_of_the_app(tmp_path: Path) -> None:
    app = tiny_app(tmp_path)
    before = app_hash(app)

    (app / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    (app / ".dockerignore").write_text("*\n", encoding="utf-8")
    (app / ".DS_Store").write_text("", encoding="utf-8")

    assert app_hash(app) == before


def test_a_variant_taken_up_by_the_next_lesson_keeps_its_samples() -> None:
    before = variant(ignore=".git\n")
    after = replace(
        before, id="before", lesson_id="next", title="Now the slow one", summary="Again."
    )

    assert variant_hash(before, "app") == variant_hash(after, "app")


@pytest.mark.parametrize(
    "other",
    [
        replace(variant(), dockerfile="FROM scratch\n"),
        replace(variant(), ignore=""),
        replace(variant(), ignore=".git\n"),
        replace(variant(), app="simple"),
        replace(variant(), target="builder"),
        replace(variant(), build_args={"VERSION": "1"}),
        replace(variant(), platform="linux/arm64"),
    ],
    ids=[
        "Dockerfile",
        "empty ignore file",
        "ignore file",
        "app folder",
        "target",
        "build args",
        "platform",
    ],
)
def test_a_variant_built_differently_is_measured_anew(other: Variant) -> None:
    assert variant_hash(variant(), "app") != variant_hash(other, "app")


def test_a_variant_of_a_changed_app_is_measured_anew() -> None:
    assert variant_hash(variant(), "one") != variant_hash(variant(), "other")


def test_the_order_of_build_arguments_does_not_matter() -> None:
    one = replace(variant(), build_args={"A": "1", "B": "2"})
    other = replace(variant(), build_args={"B": "2", "A": "1"})

    assert variant_hash(one, "app") == variant_hash(other, "app")
