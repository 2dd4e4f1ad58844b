"""What `walkthrough lint --build` makes is found again by `walkthrough clean`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from walkthrough.app_context import sample_app
from walkthrough.build.model import BuildEvent, BuildFailed, BuildRequest
from walkthrough.cli import lint_build
from walkthrough.course.load import load_course
from walkthrough.engine.naming import SESSION_LABEL, is_session_of
from walkthrough.home import is_worked_in, shipped
from walkthrough.workspace.context import Context


class Refusing:
    """An engine, and a driver whose builds all fail."""

    def __init__(self) -> None:
        self.client = self
        self.requests: list[BuildRequest] = []
        self.worked_in: list[bool] = []

    def info(self) -> dict[str, str]:
        return {"ID": "refusing"}

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        self.requests.append(request)
        assert isinstance(request.context, Context)
        self.worked_in.append(is_worked_in(request.context.root))
        yield BuildFailed(1.0, "refused", dockerfile_line=2)


def test_what_is_built_has_a_label_with_the_data_folder_s_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = Refusing()
    engine: Any = refusing
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    monkeypatch.setattr(lint_build, "EngineApiDriver", lambda client: refusing)
    monkeypatch.setattr(lint_build, "resolve_bases", lambda engine, bases: ())
    course = load_course()
    course = msgspec.structs.replace(course, variants={"hello": course.variants["hello"]})
    (found,) = lint_build.build_findings(
        course, engine, sample_app(), shipped("lessons"), lambda words: None
    )
    assert (found.line, found.what) == (2, "hello does not build: refused")
    (request,) = refusing.requests
    assert is_session_of(tmp_path, request.labels[SESSION_LABEL])
    assert refusing.worked_in == [True]
