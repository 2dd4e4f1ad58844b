"""Small images for tests: one that holds a static busybox, and programs made of it."""

import io
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docker

from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL

APPLETS = ("cat", "date", "grep", "httpd", "sh", "sleep", "timeout", "wget")


def busybox() -> bytes:
    """The machine's static busybox (Debian's package busybox-static)."""
    found = shutil.which("busybox")
    assert found is not None, "busybox is not installed"
    return Path(found).read_bytes()


def import_image(
    client: docker.APIClient, name: str, files: Mapping[str, str], command: str
) -> str:
    """An image of busybox and these files whose entrypoint is `command` (JSON); its id."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        program = tarfile.TarInfo("bin/busybox")
        content = busybox()
        program.size, program.mode = len(content), 0o755
        tar.addfile(program, io.BytesIO(content))
        for applet in APPLETS:
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
        for path, text in files.items():
            file = tarfile.TarInfo(path)
            file.size, file.mode = len(text.encode()), 0o755
            tar.addfile(file, io.BytesIO(text.encode()))
    daemon: Any = client
    reference = f"{IMAGE_PREFIX}test-{name}"
    daemon.import_image_from_data(
        archive.getvalue(),
        repository=reference,
        tag="latest",
        changes=[f"LABEL {SESSION_LABEL}=test", "ENV PATH=/bin", f"ENTRYPOINT {command}"],
    )
    return str(daemon.inspect_image(f"{reference}:latest")["Id"])
