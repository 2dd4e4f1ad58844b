"""Extras on a real engine: what is built of them, and what their pages promise.

Here the smallest one is measured; with WALKTHROUGH_ALL_ANSWERS set, as `make test-all` sets it,
all of them.
"""

import json
import os
from pathlib import Path
from typing import Any

import docker
import pytest

from tests.engine.command_line import finished
from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.engine.images import image_id_of, remove_own_image
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import IMAGE_PREFIX

ALL = bool(os.environ.get("WALKTHROUGH_ALL_ANSWERS"))
EXTRAS = tuple(one for one in load_course().extras if ALL or one.id == "when-not")
ARCHITECTURES = {"for-amd64": "amd64", "for-arm64": "arm64"}


@pytest.mark.parametrize("extra", EXTRAS, ids=lambda one: str(one.id))
def test_an_extra_is_measured_when_asked_for_and_keeps_its_promises(
    extra: Lesson, course_home: Path, client: docker.APIClient, bases: tuple[BaseUsed, ...]
) -> None:
    assert bases
    daemon: Any = client
    before = {image["Id"] for image in client.images()}
    ended = finished(course_home, "run", extra.id, "--plain", "--json", "-")
    assert ended.returncode == 0, ended.stderr[-3000:]
    document: dict[str, Any] = json.loads(ended.stdout)
    (measured,) = document["lessons"]
    assert (measured["id"], measured["number"]) == (extra.id, None)
    for variant in measured["variants"]:
        assert set(variant["scenarios"]) == set(extra.scenarios), variant["id"]
        image = image_id_of(client, f"{IMAGE_PREFIX}{variant['id']}:latest")
        if variant["id"] in ARCHITECTURES:
            built_for = daemon.inspect_image(image)["Architecture"]
            assert built_for == ARCHITECTURES[variant["id"]]
        if image is not None and image not in before:
            remove_own_image(client, image)
    kept = [one["promise_kept"] for one in measured["comparisons"]]
    assert kept
    assert False not in kept
