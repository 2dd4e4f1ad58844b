"""What a RUN line does, and what makes it run again. Pure."""

import re

from walkthrough.course.dockerfile import Instruction
from walkthrough.report.explained.mounts import (
    Mount,
    mount_in_short,
    mount_words,
    mounts_of,
)
from walkthrough.report.explained.phrases import NOTHING, Words, code, listed, said, sentences
from walkthrough.report.explained.place import Place

COMMAND_LENGTH = 64
NUMBERS = ("no", "one", "two", "three", "four", "five")
PURPOSES = (
    (r"\bgo mod download\b", "fetches the modules of go.mod"),
    (r"\bgo mod tidy\b", "makes go.mod fit the sources"),
    (r"\bgo generate\b", "writes generated code"),
    (r"\bgo vet\b", "looks for mistakes"),
    (r"\bgo test\b", "runs the tests"),
    (r"\bgo (build|install)\b", "compiles the program"),
    (
        r"\b(apk add|apt-get install|apt install|dnf install|microdnf install)\b",
        "installs packages",
    ),
    (r"\b(adduser|useradd)\b", "makes a user"),
    (r"(^|[\s;&|])rm\b", "deletes files, which the layers below still hold"),
)
FETCHES = re.compile(
    r"\b(apk add|apk upgrade|apt(-get)? (install|update|upgrade)|curl|wget|git clone)\b"
)
NETWORKS = {
    "none": "It has no network.",
    "host": "It uses the network of the machine that builds.",
}


def run_words(place: Place) -> Words:
    """The command in plain words; of its mounts those in full that stand on the line looked at."""
    instruction = place.instruction
    mounts = mounts_of(instruction)
    looked_at = place.build.source[place.line - 1]
    here = [one for one in mounts if one.written in looked_at]
    network = NETWORKS.get("".join(instruction.flag_values("network")[-1:]), "")
    insecure = "insecure" in instruction.flag_values("security")
    return sentences(
        _command(place, mounts),
        *(mount_words(one, place) for one in here),
        said(network) if network else NOTHING,
        said("It has all rights on the machine that builds.") if insecure else NOTHING,
        NOTHING if here else said("What it writes becomes a layer."),
    )


def run_again(place: Place) -> Words:
    """What makes the engine carry it out once more."""
    mounts = mounts_of(place.instruction)
    reasons = [said("its own text changes")]
    context = [one for one in mounts if one.shows_context]
    if any(one.options.get("source", "") in ("", ".", "/") for one in context):
        reasons.append(said("any file of the context changes"))
    elif context:
        sources = [code(one.options["source"]) for one in context]
        reasons.append(said("{} changes", listed(sources, "or")))
    for one in mounts:
        if one.type == "bind" and one.options.get("from"):
            reasons.append(said("what {} holds changes", code(one.options["from"])))
    if names := seen_variables(place):
        reasons.append(said("{} gets another value", listed([code(one) for one in names], "or")))
    reasons.append(step_above(place))
    kinds = {one.type for one in mounts}
    fetches = FETCHES.search(place.instruction.value)
    return sentences(
        said("When {}.", listed(reasons, "or")),
        said("What lies in a cache mount does not count.") if "cache" in kinds else NOTHING,
        said("Another value of the secret does not count.") if "secret" in kinds else NOTHING,
        said("A newer version on the network does not count.") if fetches else NOTHING,
    )


def step_above(place: Place) -> Words:
    """The step before it that is likeliest to run again, as a reason."""
    copies = [one for one in place.above if reads_files(one)]
    if copies:
        last = copies[-1]
        return said(
            "a step above it runs again, such as {} in line {}", brief(last), str(last.line)
        )
    first = place.first_stage_of_all
    if first is not None and first.base.lower() == "scratch":
        return said("a step above it runs again")
    return said("the base image changes")


def reads_files(instruction: Instruction) -> bool:
    """Whether the step's result depends on files of the context or of another stage."""
    if instruction.keyword in ("COPY", "ADD"):
        return True
    return any(one.type == "bind" for one in mounts_of(instruction))


def brief(instruction: Instruction) -> Words:
    """The instruction on one line, flags that only say how left out."""
    origins = [f"--from={one}" for one in instruction.flag_values("from")]
    return code(" ".join([instruction.keyword, *origins, *instruction.value.split()]))


def seen_variables(place: Place) -> list[str]:
    """The ARGs of the stage and the ENVs above, which the command gets as variables.

    Every RUN after an ARG depends on its value, used or not:
    https://docs.docker.com/reference/dockerfile/#impact-on-build-caching.
    """
    own = () if place.stage is None else place.stage.instructions
    seen = [
        one for one in place.above if one.keyword == "ENV" or (one.keyword == "ARG" and one in own)
    ]
    return list(dict.fromkeys(name for one in seen for name in variable_names(one)))


def variable_names(instruction: Instruction) -> list[str]:
    """The names that an ARG, ENV or LABEL sets."""
    words = _split(instruction.value)
    if instruction.keyword != "ARG" and words and "=" not in words[0]:
        return words[:1]
    return [word.partition("=")[0].strip("\"'") for word in words]


def _split(value: str) -> list[str]:
    """The words of a value; a blank within quotes or after a backslash does not part them."""
    return re.findall(r"(?:\\.|\"(?:\\.|[^\"])*\"|'[^']*'|[^\s\"'\\])+", value)


def _command(place: Place, mounts: list[Mount]) -> Words:
    instruction = place.instruction
    purpose = _purpose(instruction.value)
    with_words = said(", with {}", _counted(mounts)) if mounts else NOTHING
    if instruction.array is not None:
        command = code(" ".join(instruction.array), COMMAND_LENGTH)
        shell = "without a shell"
    elif instruction.heredocs:
        script = instruction.heredocs[0]
        lines = script.content.count("\n")
        count = "one line" if lines == 1 else f"{lines} lines"
        command = said("the script of {} up to {}", count, code(script.name))
        shell = "in a shell"
    else:
        command = code(instruction.value, COMMAND_LENGTH)
        shell = "in a shell"
    if purpose:
        start = f"{purpose[0].upper()}{purpose[1:]}"
        return said("{}: {} runs {}{}.", start, command, shell, with_words)
    return said("Runs {} {}{}.", command, shell, with_words)


def _purpose(command: str) -> str:
    found = [words for pattern, words in PURPOSES if re.search(pattern, command)]
    return " and ".join(found)


def _counted(mounts: list[Mount]) -> str:
    """`the context mounted and two cache mounts`."""
    kinds: dict[str, int] = {}
    for one in mounts:
        kind = mount_in_short(one)
        kinds[kind] = kinds.get(kind, 0) + 1
    told = []
    for kind, count in kinds.items():
        number = NUMBERS[count] if count < len(NUMBERS) else str(count)
        plural = count > 1 and kind.startswith("a ")
        told.append(f"{number} {kind.removeprefix('a ')}s" if plural else kind)
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[:-1] else told)
