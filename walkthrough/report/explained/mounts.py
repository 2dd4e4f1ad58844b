"""What the `--mount` flags of a RUN line give to its command. Pure.

The types and their options are those of https://docs.docker.com/reference/dockerfile/#run---mount.
"""

import csv

from msgspec import Struct

from walkthrough.course.dockerfile import Instruction
from walkthrough.report.explained.phrases import NOTHING, Words, code, said, sentences
from walkthrough.report.explained.place import Place

SECRETS_FOLDER = "/run/secrets"
_TRUE = frozenset({"", "true", "1"})
_FALSE = frozenset({"false", "0"})


class Mount(Struct, frozen=True):
    """A mount as its flag describes it: its type, and its options by their full names."""

    type: str
    options: dict[str, str]
    written: str

    @property
    def shows_context(self) -> bool:
        """Whether the command sees files of the build context through it."""
        return self.type == "bind" and not self.options.get("from")

    def has(self, name: str) -> bool:
        """Whether a yes-or-no option is on."""
        return self.options.get(name, "false").lower() in _TRUE


_FULL_NAMES = {
    "src": "source",
    "dst": "target",
    "destination": "target",
    "ro": "readonly",
    "rw": "readwrite",
}


def mounts_of(instruction: Instruction) -> list[Mount]:
    """The instruction's mounts, in order."""
    return [_mount(value) for value in instruction.flag_values("mount")]


def _mount(written: str) -> Mount:
    options = {}
    for field in next(csv.reader([written]), []):
        name, _, value = field.partition("=")
        name = name.strip().lower()
        options[_FULL_NAMES.get(name, name)] = value
    return Mount(options.pop("type", "bind"), options, written)


def mount_words(mount: Mount, place: Place) -> Words:
    """What the mount gives to the command, and what is left of it afterwards."""
    match mount.type:
        case "cache":
            return _cache(mount, place)
        case "bind":
            return _bind(mount, place)
        case "tmpfs":
            return said(
                "{} is an empty folder in memory, gone when it ends.", _target(mount, place)
            )
        case "secret":
            return _secret(mount, place)
        case "ssh":
            return said("It can use the keys of your SSH agent, and never gets to see them.")
    return said("A mount of the type {}.", code(mount.type))


def mount_in_short(mount: Mount) -> str:
    """The kind of mount, as one of a list."""
    if mount.shows_context:
        return "the context mounted"
    kinds = {"bind": "a bind mount", "cache": "a cache mount", "tmpfs": "a folder in memory"}
    kinds |= {"secret": "a secret", "ssh": "your SSH agent"}
    return kinds.get(mount.type, f"a mount of the type {mount.type}")


def _target(mount: Mount, place: Place) -> Words:
    return code(place.resolved(mount.options.get("target", "?")))


def _cache(mount: Mount, place: Place) -> Words:
    sharing = {
        "private": said("Two builds at once get one each."),
        "locked": said("Two builds at once take turns."),
    }
    shared = mount.options.get("id")
    return sentences(
        said(
            "{} is a folder that the builder keeps from build to build, in no layer.",
            _target(mount, place),
        ),
        said("Every mount with the id {} is the same folder.", code(shared)) if shared else NOTHING,
        sharing.get(mount.options.get("sharing", ""), NOTHING),
        said("It cannot be written to.") if mount.has("readonly") else NOTHING,
    )


def _bind(mount: Mount, place: Place) -> Words:
    source = mount.options.get("source", "")
    origin = mount.options.get("from", "")
    whole = source in ("", ".", "/")
    if not origin:
        what = said("The build context") if whole else said("{} of the context", code(source))
    else:
        kind = "stage" if place.build.stage(origin) else "image"
        what = said("the {} {}", kind, code(origin))
        what = said("All of {}", what) if whole else said("{} of {}", code(source), what)
    writable = mount.has("readwrite") or mount.options.get("readonly", "").lower() in _FALSE
    how = (
        "What it writes there is thrown away."
        if writable
        else "It can be read there, not written, and no layer holds a copy."
    )
    return said("{} is at {} while the command runs. {}", what, _target(mount, place), how)


def _secret(mount: Mount, place: Place) -> Words:
    name = mount.options.get("id") or mount.options.get("source", "").rpartition("/")[2]
    target = mount.options.get("target", "")
    variable = mount.options.get("env", "")
    file = place.resolved(target) if target else f"{SECRETS_FOLDER}/{name}"
    if variable and target:
        where = said("the variable {} and the file {}", code(variable), code(file))
    elif variable:
        where = said("the variable {}", code(variable))
    else:
        where = said("the file {}", code(file))
    return said("The secret {} is {} while it runs, and in no layer.", code(name), where)
