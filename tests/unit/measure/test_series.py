"""What a scenario changes before a variant is built again."""

from pathlib import Path

import msgspec
import pytest

from tests.unit.workspace.trees import tiny_app, variant
from walkthrough.build.model import BuildRequest
from walkthrough.build.order import parameters
from walkthrough.course.model import Edit
from walkthrough.errors import BadInputError
from walkthrough.home import is_worked_in
from walkthrough.measure.series import Series

VERSION = Edit("build-argument", argument="VERSION", text="1.0.{nonce}")


def requested(series: Series) -> BuildRequest:
    return series.request(series.context(), "session", {}, no_cache=False)


def test_a_build_argument_gets_a_value_that_no_build_has_seen(tmp_path: Path) -> None:
    chosen = msgspec.structs.replace(variant(), build_args={"VERSION": "0", "OTHER": "x"})
    series = Series(chosen, tiny_app(tmp_path / "app"), tmp_path / "workspaces")
    first = requested(series)
    series.edit(VERSION)
    second = requested(series)
    series.edit(VERSION)
    third = requested(series)
    assert first.build_args == {"VERSION": "0", "OTHER": "x"}
    versions = [one.build_args["VERSION"] for one in (first, second, third)]
    assert len(set(versions)) == 3
    assert all(one.startswith("1.0.") for one in versions[1:])
    assert third.build_args["OTHER"] == "x"


def test_an_image_is_for_the_platform_that_its_variant_names(tmp_path: Path) -> None:
    app = tiny_app(tmp_path / "app")
    own = Series(variant(), app, tmp_path / "workspaces")
    foreign = msgspec.structs.replace(variant(), platform="linux/arm64")
    other = Series(foreign, app, tmp_path / "workspaces")
    assert "platform" not in parameters(requested(own), {})
    assert parameters(requested(other), {})["platform"] == "linux/arm64"


def test_a_workspace_is_locked_until_it_is_removed(tmp_path: Path) -> None:
    workspaces = tmp_path / "workspaces"
    series = Series(variant(app="simple"), tiny_app(tmp_path / "app"), workspaces)
    root = series.context().root
    assert is_worked_in(root)
    series.remove()
    assert not is_worked_in(root)
    assert list(workspaces.iterdir()) == []


def test_nothing_is_left_of_a_workspace_that_cannot_be_laid_out(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="does not exist"):
        Series(variant(), tmp_path / "nowhere", tmp_path / "workspaces")
    assert list((tmp_path / "workspaces").iterdir()) == []
