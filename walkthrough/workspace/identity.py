"""What a sample belongs to: hashes of the app and of all that a variant's build depends on."""

import hashlib
from pathlib import Path

import msgspec

from walkthrough.course.model import Variant
from walkthrough.workspace.tree import app_files, is_executable

CARRIED_VERSION = 1
"""Counts up whenever `walkthrough.workspace.carried` makes other bytes than before."""


def app_hash(app: Path) -> str:
    """A hash (hexadecimal) of the app's paths, contents, link targets and executable bits.

    Dates, owners and other permissions do not count: a fresh clone has the same hash.
    """
    digest = hashlib.sha256()
    for path, entry in app_files(app):
        if entry.is_symlink():
            kind, content = b"link", str(Path(entry.path).readlink()).encode()
        else:
            kind = b"program" if is_executable(entry) else b"file"
            content = Path(entry.path).read_bytes()
        name = path.encode("utf-8", "surrogateescape")
        digest.update(b"%s %d %d " % (kind, len(name), len(content)) + name + content)
    return digest.hexdigest()


def variant_hash(variant: Variant, app_hash: str) -> str:
    """A hash (hexadecimal) of what the variant's build depends on.

    Title, lesson and summary are left out, so that one lesson's "after" and the next one's
    "before" share their samples.
    """
    depends_on = (
        variant.dockerfile,
        variant.ignore,
        variant.app,
        variant.target,
        sorted(variant.build_args.items()),
        app_hash,
        CARRIED_VERSION if variant.app == "." else 0,
        *((variant.platform,) if variant.platform is not None else ()),
    )
    return hashlib.sha256(msgspec.json.encode(depends_on)).hexdigest()
