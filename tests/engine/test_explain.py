"""What a real engine runs again after an edit is what is named, and for the cause it has.

The course's own Dockerfiles are built on small bases whose `go` only puts the sources together: the
engine decides about its cache as with the real ones.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import NotFound

from tests.engine.tiny import LABELS
from tests.unit.measure.edit_case import Case
from tests.unit.measure.edit_cases import CASES
from tests.unit.measure.edits import Project, short
from walkthrough.app_context import sample_app
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildFinished
from walkthrough.build.timing import summarise
from walkthrough.course.dockerfile import parse
from walkthrough.course.load import load_course
from walkthrough.engine.cache_mounts import CacheNamespace, cache_mount_ids, remove_namespace
from walkthrough.engine.images import image_id_of
from walkthrough.engine.naming import IMAGE_PREFIX, new_cache_namespace
from walkthrough.engine.stand_in_archive import Image, image_archive, text_file
from walkthrough.engine.stand_in_userland import USERLAND_PATH, find_busybox, userland
from walkthrough.measure.explain import explain
from walkthrough.measure.inputs import BuildInputs, inputs_of
from walkthrough.measure.model import StepTiming
from walkthrough.measure.sample import timings

COURSE = load_course()
BASES = ("golang:1.26-alpine", "golang:1.27-alpine", "alpine:3.22", "alpine:3.23")
BUILT = {
    "mounted: nothing",
    "ignored: only dates",
    "ignored: an ignored file",
    "deps-first: an argument declared behind every step",
    "final: an argument given its default",
    "ignored: a mode",
    "ignored: what two stages copy",
    "deps-first: a module",
    "deps-first: a file beside those mounted",
    "mounted: code",
    "deps-first: a RUN taken out",
    "deps-first: a new ENV",
    "final: a label",
    "final: a build argument",
    "deps-first: another base of the last stage",
    "deps-first: no cache",
}
ALL = "WALKTHROUGH_TEST_EVERY_EDIT"
GO = """\
#!/bin/sh
# A `go` that puts the sources and its arguments together.
[ "$1" = build ] || exit 0
words="$*"
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")"
find . -name '*.go' | sort | xargs cat > "$2"
echo "$words" >> "$2"
"""


class Builds:
    """Builds on one engine, on bases that nothing was built on before."""

    def __init__(self, client: docker.APIClient, scratch: Path) -> None:
        self._client = client
        self._nonce = secrets.token_hex(6)
        self._namespace = new_cache_namespace()
        self._tag = f"{IMAGE_PREFIX}test-explain-{self._nonce}:1"
        self._mounts: set[str] = set()
        self._images: set[str] = set()
        self._replaced: list[str] = []
        self._bases = {name: self.load(name, scratch, self._nonce) for name in BASES}

    def load(self, name: str, scratch: Path, content: str) -> str:
        """Load a base that holds this content; gives its name on the engine."""
        daemon: Any = self._client
        architecture = str(daemon.version()["Arch"])
        reference = f"{IMAGE_PREFIX}test-{self._nonce}-{name}"
        files = (
            *userland(reference, find_busybox(architecture, scratch)),
            text_file("usr/local/bin/go", GO, 0o755),
            text_file("etc/content", content),
        )
        image = Image(reference, architecture, files, {"PATH": USERLAND_PATH}, LABELS)
        replaced = self._id(reference)
        self._replaced += [replaced] if replaced else []
        list(daemon.load_image(b"".join(image_archive(image))))
        return reference

    def build(self, project: Project) -> tuple[BuildInputs, tuple[StepTiming, ...]]:
        """Build the project; gives what it was made from and how its steps went."""
        request = project.request(self._tag, self._namespace, self._bases)
        self._mounts.update(cache_mount_ids(parse(project.dockerfile)))
        inputs = inputs_of(request, project.context(), self._id)
        events = list(EngineApiDriver(self._client).build(request))
        assert isinstance(events[-1], BuildFinished), events[-1]
        self._images.add(events[-1].image_id)
        return inputs, timings(summarise(events))

    def remove(self) -> None:
        """Remove the images and the cache mounts."""
        daemon: Any = self._client
        for name in (self._tag, *self._images, *self._bases.values(), *self._replaced):
            with suppress(NotFound):
                daemon.remove_image(name, noprune=True)
        if self._mounts:
            mounts = CacheNamespace("", self._namespace, tuple(sorted(self._mounts)))
            remove_namespace(self._client, mounts)

    def _id(self, name: str) -> str | None:
        return image_id_of(self._client, name)


@pytest.fixture
def builds(client: docker.APIClient, tmp_path: Path) -> Iterator[Builds]:
    made = Builds(client, tmp_path)
    try:
        yield made
    finally:
        made.remove()


def built() -> list[Case]:
    """The edits that are tried on the engine: some, or every one where that is asked for."""
    chosen = [case for case in CASES if case.id in BUILT]
    assert len(chosen) == len(BUILT)
    return list(CASES) if os.environ.get(ALL) else chosen


@pytest.mark.parametrize("case", built(), ids=lambda case: case.id)
def test_what_the_engine_runs_again_is_named(case: Case, builds: Builds, tmp_path: Path) -> None:
    project = Project(COURSE.variants[case.variant], sample_app(), tmp_path / "project")
    case.start(project)
    before, _ = builds.build(project)
    case.edit(project)
    after, steps = builds.build(project)
    assert tuple(sorted(step.line or 0 for step in steps if not step.cached)) == case.ran
    causes = explain(before, after, steps)
    assert tuple(short(cause) for cause in causes) == case.causes


def test_a_base_replaced_under_its_name_is_named(builds: Builds, tmp_path: Path) -> None:
    project = Project(COURSE.variants["ignored"], sample_app(), tmp_path / "project")
    before, _ = builds.build(project)
    builds.load("alpine:3.22", tmp_path, "another")
    after, steps = builds.build(project)
    assert [step.line for step in steps if not step.cached] == [9, 12, 13]
    causes = explain(before, after, steps)
    assert [short(cause) for cause in causes] == ["9 base alpine:3.22"]
