"""What COPY and ADD lines do, and what makes them run again. Pure."""

import re

from walkthrough.report.explained.phrases import NOTHING, Words, code, listed, said, sentences
from walkthrough.report.explained.place import Place
from walkthrough.report.explained.running import step_above

ALL = frozenset({".", "./", "/"})
REMOTE = re.compile(r"https?://|git@|git://|ssh://")
ARCHIVE = re.compile(r"\.(tar|tar\.gz|tgz|tar\.bz2|tar\.xz)$")
COUNTS = "in content, name or permissions, not in its date"
WILDCARDS = frozenset("*?[")


def copy_words(place: Place) -> Words:
    """What comes from where to where."""
    *sources, target = _paths(place)
    origin = place.instruction.flag_values("from")
    if place.instruction.heredocs:
        names = [code(one.name) for one in place.instruction.heredocs]
        what, rest = said("the text up to {}", listed(names)), NOTHING
    elif origin:
        what, rest = _out_of(place, sources, origin[-1])
    elif all(source in ALL for source in sources):
        what, rest = said("all of the build context"), _left_out(place)
    else:
        remote = all(REMOTE.match(source) for source in sources)
        where = "" if remote else " from the build context"
        what, rest = said("{}{}", _named(sources), where), NOTHING
    verb = "Copies" if place.instruction.keyword == "COPY" else "Adds"
    into = "into" if len(sources) > 1 or target.endswith(("/", ".")) else "to"
    return sentences(
        said("{} {} {} {}.", verb, what, into, code(place.resolved(target))),
        rest,
        *_manner(place, sources),
    )


def copy_again(place: Place) -> Words:
    """What makes the engine copy once more."""
    *sources, _target = _paths(place)
    origin = place.instruction.flag_values("from")
    linked = bool(place.instruction.flag_values("link"))
    above = NOTHING if linked else said(", or {}", step_above(place))
    if place.instruction.heredocs:
        return said("When this text changes{}.", above)
    if origin:
        return sentences(
            said("When {} there has other content{}.", _any_of(sources), above),
            said("Made anew with the same bytes, it stays CACHED."),
        )
    if all(REMOTE.match(source) for source in sources):
        return said("When what {} answers changes{}.", _any_of(sources), above)
    if all(source in ALL for source in sources):
        return sentences(said("When any file of it changes {}{}.", COUNTS, above), _ignored(place))
    return sentences(
        said("When {} changes {}{}.", _any_of(sources), COUNTS, above),
        said("No other file counts."),
    )


def _paths(place: Place) -> list[str]:
    instruction = place.instruction
    return list(instruction.array) if instruction.array else instruction.value.split()


def _named(sources: list[str]) -> Words:
    return listed([_one(source, "what is") for source in sources])


def _any_of(sources: list[str]) -> Words:
    return listed([_one(source, "anything") for source in sources], "or")


def _one(source: str, what: str) -> Words:
    if WILDCARDS.intersection(source):
        return said("what {} matches", code(source))
    if source in ALL:
        return said("all" if what == "what is" else what)
    return said("{} in {}", what, code(source)) if source.endswith("/") else code(source)


def _out_of(place: Place, sources: list[str], origin: str) -> tuple[Words, Words]:
    stage = place.build.stage(origin)
    kind = "stage" if stage is not None else "image"
    name = origin if stage is None or stage.name is None else stage.name
    what = said("{} out of the {} {}", _named(sources), kind, code(name))
    return what, said("All else there stays behind.")


def _left_out(place: Place) -> Words:
    if place.build.has_ignore:
        return said("What {} names is not part of it.", code(".dockerignore"))
    return said("There is no {}: that is every file of the folder.", code(".dockerignore"))


def _ignored(place: Place) -> Words:
    if place.build.has_ignore:
        return said("What {} names does not count.", code(".dockerignore"))
    return said("A file that no command reads counts as well.")


def _manner(place: Place, sources: list[str]) -> list[Words]:
    instruction = place.instruction
    told = []
    if owner := instruction.flag_values("chown"):
        told.append(said("They belong to {}.", code(owner[-1])))
    if mode := instruction.flag_values("chmod"):
        told.append(said("Their permissions are {}.", code(mode[-1])))
    if excluded := instruction.flag_values("exclude"):
        told.append(said("Without {}.", listed([code(one) for one in excluded])))
    if instruction.flag_values("parents"):
        told.append(said("Their folders are made as well."))
    if instruction.flag_values("link"):
        told.append(said("Its layer does not depend on the steps above."))
    if instruction.keyword == "ADD" and any(ARCHIVE.search(source) for source in sources):
        told.append(said("An archive from the context is unpacked."))
    return told
