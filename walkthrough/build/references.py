"""Image references of a Dockerfile as the engine reads them: variables expanded, names complete.

Pure. Rules of names: https://docs.docker.com/reference/cli/docker/image/tag/; of variables:
https://docs.docker.com/reference/dockerfile/#environment-replacement.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from walkthrough.course.dockerfile import Dockerfile, Instruction, Stage

_HUB = "docker.io"
_HUB_NAMES = frozenset({_HUB, "index.docker.io", "registry-1.docker.io"})
_VARIABLE = re.compile(
    r"(?P<name>\w+)|\{(?P<braced>\w+)(?:(?P<modifier>:?[-+])(?P<word>(?:[^{}]|\$\{[^{}]*\})*))?\}"
)
_PLATFORM = frozenset(
    side + part
    for side in ("BUILD", "TARGET")
    for part in ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
)


class UnknownValueError(ValueError):
    """A word depends on something that only the engine knows."""


def complete(reference: str) -> str:
    """The reference with registry, `library/` and tag: `docker.io/library/golang:latest`."""
    name, at, digest = reference.partition("@")
    first, slash, rest = name.partition("/")
    if slash and (first == "localhost" or "." in first or ":" in first):
        host, path = first, rest
    else:
        host, path = _HUB, name
    if host in _HUB_NAMES:
        host = _HUB
        path = path if "/" in path else f"library/{path}"
    tag = "" if at or ":" in path.rpartition("/")[2] else ":latest"
    return f"{host}/{path}{tag}{at}{digest}"


def without_digest(reference: str) -> str:
    """The reference as its tag names it; one with a digest only stays as it is."""
    name, _, _ = reference.partition("@")
    return name if ":" in name.rpartition("/")[2] else reference


def expanded(word: str, values: Mapping[str, str | None], escape: str = "\\") -> str:
    """The word with its variables replaced and its quotes taken away; unset ones are empty.

    Raises UnknownValueError where it names the build's platform, or uses a form of substitution
    that not every engine has.
    """
    result = ""
    quote = ""
    position = 0
    while position < len(word):
        character = word[position]
        position += 1
        if character == escape and quote != "'":
            result += word[position : position + 1]
            position += 1
        elif character in "'\"" and quote in ("", character):
            quote = "" if quote else character
        elif character == "$" and quote != "'":
            found = _VARIABLE.match(word, position)
            if found is None:
                raise UnknownValueError(word)
            result += _value(found, values, escape)
            position = found.end()
        else:
            result += character
    return result


def global_arguments(
    dockerfile: Dockerfile, build_args: Mapping[str, str]
) -> dict[str, str | None]:
    """The values of the ARGs before the first FROM, None for what only the engine knows."""
    values: dict[str, str | None] = {}
    for instruction in dockerfile.instructions:
        if instruction.keyword != "ARG":
            break
        for word in words(instruction.value):
            name, equals, default = word.partition("=")
            if name in build_args:
                values[name] = build_args[name]
            elif equals:
                with suppress(UnknownValueError):
                    values[name] = None
                    values[name] = expanded(default, values, dockerfile.escape)
    return values


def base_of(dockerfile: Dockerfile, stage: Stage, build_args: Mapping[str, str]) -> str | None:
    """The complete reference of the image that a stage starts from.

    None where it starts from another stage, from scratch, or from what only the engine knows.
    """
    try:
        reference = expanded(
            stage.base, global_arguments(dockerfile, build_args), dockerfile.escape
        )
    except UnknownValueError:
        return None
    earlier = {other.name for other in dockerfile.stages[: stage.index]}
    if not reference or reference == "scratch" or reference.lower() in earlier:
        return None
    return complete(reference)


def images_used(dockerfile: Dockerfile, instruction: Instruction) -> Iterator[str]:
    """The images, as written, that an instruction copies or mounts from; stages are left out.

    Variables are not expanded there: no engine does.
    """
    stages = {stage.name for stage in dockerfile.stages}
    sources = list(instruction.flag_values("from")) if instruction.keyword == "COPY" else []
    for mount in instruction.flag_values("mount") if instruction.keyword == "RUN" else ():
        sources += [field[len("from=") :] for field in mount.split(",") if field[:5] == "from="]
    for source in sources:
        if source and source != "scratch" and not source.isdigit() and source.lower() not in stages:
            yield source


def _value(found: re.Match[str], values: Mapping[str, str | None], escape: str) -> str:
    name = found["name"] or found["braced"]
    value = values.get(name)
    if value is None and (name in values or name in _PLATFORM):
        raise UnknownValueError(name)
    modifier = found["modifier"] or ""
    present = bool(value) if modifier.startswith(":") else value is not None
    if modifier.endswith("-") and not present:
        return expanded(found["word"], values, escape)
    if modifier.endswith("+"):
        return expanded(found["word"], values, escape) if present else ""
    return value or ""


def words(value: str) -> list[str]:
    """An instruction's words, with their quotes and escapes."""
    return re.findall(r"(?:\"(?:\\.|[^\"])*\"|'[^']*'|\\.|\S)+", value)
