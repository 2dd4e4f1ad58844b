"""A tar archive of a single file, in the format that engines take for a build context."""

import io
import tarfile


def archive_of(path: str, content: bytes) -> bytes:
    """The archive, in GNU format."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=tarfile.GNU_FORMAT) as archive:
        member = tarfile.TarInfo(path)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return body.getvalue()
