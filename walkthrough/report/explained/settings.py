"""What the lines do that set something and write no files: ENV, ARG, USER, ENTRYPOINT, ... Pure."""

from collections.abc import Callable

from walkthrough.course.dockerfile import Instruction
from walkthrough.report.explained.phrases import NOTHING, Words, code, listed, said, sentences
from walkthrough.report.explained.place import Place
from walkthrough.report.explained.running import brief, variable_names


def setting_words(place: Place) -> Words:
    """What the instruction sets, and for whom."""
    keyword = place.instruction.keyword
    if keyword not in _TOLD:
        return said("Only the frontend of the {} line knows {}.", code("# syntax"), code(keyword))
    return _TOLD[keyword](place)


def setting_again(place: Place) -> Words:
    """What another value makes run again, though the line itself runs nothing."""
    match place.instruction.keyword:
        case "ENV" | "ARG":
            return _variables_again(place)
        case "USER" | "SHELL":
            return _runs_again(place, "Another value")
    return said("Nothing. Another value changes the image's settings, and no step.")


def _variables_again(place: Place) -> Words:
    names = variable_names(place.instruction)
    if place.stage is None:
        return said("Another value can name another base image; its stage then runs again.")
    if any(one.keyword == "RUN" for one in place.below):
        return _runs_again(place, "Another value")
    users = [user for name in names for user in place.users_of(name)]
    if not users:
        return said("Nothing. Another value changes the image's settings, and no step.")
    used = [said("{} in line {}", said(one.keyword), str(one.line)) for one in users]
    return said("No command below sees it. Another value changes {}.", listed(used))


def _runs_again(place: Place, what: str) -> Words:
    run = next((one for one in place.below if one.keyword == "RUN"), None)
    if run is None:
        return said("Nothing. No RUN line below depends on it.")
    return said(
        "It runs nothing itself. {} makes the RUN lines below run again, from line {} on.",
        what,
        str(run.line),
    )


def _environment(place: Place) -> Words:
    sets = said("Sets {}", _settings(place.instruction))
    runs = any(one.keyword == "RUN" for one in place.below)
    if not place.is_shipped:
        return sentences(said("{} for the lines below.", sets), _elsewhere(place))
    users = "the RUN lines below and for every container" if runs else "every container"
    return said("{} for {} of the image. It writes no files.", sets, users)


def _settings(instruction: Instruction) -> Words:
    """`PORT` to `8088`, where it is one; else the names."""
    names = variable_names(instruction)
    if len(names) > 1:
        return listed([code(one) for one in names])
    value = instruction.value.strip()[len(names[0]) :].lstrip("= ").strip("\"'")
    return said("{} to {}", code(names[0]), code(value)) if value else code(names[0])


def _argument(place: Place) -> Words:
    names = variable_names(place.instruction)
    scope = "the FROM lines" if place.stage is None else "the rest of this stage"
    lets = said(
        "Lets {} set {} for {}.", code("--build-arg"), listed([code(one) for one in names]), scope
    )
    return sentences(lets, _value(place, names[0]) if len(names) == 1 else NOTHING)


def _value(place: Place, name: str) -> Words:
    default = place.instruction.value.partition("=")[2].strip("\"'")
    given = place.build.arguments.get(name)
    if given is not None:
        return said("This build gives it {}.", code(given))
    return said("Without that it is {}.", code(default) if default else "empty")


def _ports(place: Place) -> Words:
    ports = [code(one) for one in place.instruction.value.split()]
    return said(
        "Notes that the program listens on {} {}. It opens nothing: {} does.",
        "port" if len(ports) == 1 else "ports",
        listed(ports),
        code("docker run -p"),
    )


def _user(place: Place) -> Words:
    user, _, group = place.instruction.value.partition(":")
    who = said("user {}", code(user))
    if group:
        who = said("{} and group {}", who, code(group))
    root = user in ("root", "0")
    whom = "RUN lines and containers run" if place.is_shipped else "RUN lines of this stage run"
    return sentences(
        said(
            "From here on, {} as {}{}.",
            whom,
            who,
            "" if root else ", not as root",
        ),
        said("A number needs no entry in {}.", code("/etc/passwd")) if user.isdigit() else NOTHING,
    )


def _entrypoint(place: Place) -> Words:
    return sentences(_start(place, _arguments_after(place)), _elsewhere(place))


def _command(place: Place) -> Words:
    instruction = place.instruction
    entrypoint = _last(place, "ENTRYPOINT")
    if entrypoint is not None and entrypoint.value not in ("", "[]"):
        words = said(
            "Gives {} to {} as its arguments; what follows the image in {} replaces them.",
            code(_shown(instruction)),
            brief(entrypoint),
            code("docker run"),
        )
        return sentences(words, _elsewhere(place))
    replaced = said("Another command in {} replaces it.", code("docker run"))
    return sentences(_start(place, replaced), _elsewhere(place))


def _start(place: Place, more: Words) -> Words:
    instruction = place.instruction
    if not instruction.value or instruction.array == ():
        return said("Takes back what the base image would start.")
    command = code(_shown(instruction))
    if instruction.array is not None:
        return sentences(
            said("A container starts {} itself, as process 1.", command),
            said("It gets the signal of {}.", code("docker stop")),
            more,
        )
    return sentences(
        said("A container starts a shell, and the shell {}.", command),
        said(
            "The shell is process 1 and may keep the signal of {} to itself.", code("docker stop")
        ),
        more,
    )


def _arguments_after(place: Place) -> Words:
    command = _last(place, "CMD")
    if command is None or place.instruction.array is None or not command.value:
        return NOTHING
    return said("Its arguments come from {}.", brief(command))


def _elsewhere(place: Place) -> Words:
    if place.is_shipped:
        return NOTHING
    name = "" if place.stage is None else place.stage.name or str(place.stage.index)
    return said(
        "It counts for {} only: the image is made from another stage.", code(f"--target {name}")
    )


def _shown(instruction: Instruction) -> str:
    return instruction.value if instruction.array is None else " ".join(instruction.array)


def _last(place: Place, keyword: str) -> Instruction | None:
    """The one of this kind that counts where the instruction's stage ends."""
    own = [] if place.stage is None else place.stage.instructions
    candidates = [one for one in (*place.above, *own) if one.keyword == keyword]
    return max(candidates, key=lambda one: one.line, default=None)


def _labels(place: Place) -> Words:
    names = [code(one.rpartition(".")[2] or one) for one in variable_names(place.instruction)]
    words = said("Writes {} into the image's description, for people and tools.", listed(names))
    return sentences(words, _elsewhere(place))


def _health(place: Place) -> Words:
    value = place.instruction.value
    if value.upper() == "NONE":
        return said("Takes back the base image's health check.")
    command = value.partition(" ")[2] if value.upper().startswith("CMD ") else value
    every = place.instruction.flag_values("interval")
    often = said(" every {}", code(every[-1])) if every else said(" every 30 s")
    return said(
        "The engine runs {} in each container{}: it is healthy on exit code 0.",
        code(command),
        often,
    )


def _stop_signal(place: Place) -> Words:
    return said("{} sends {} to process 1.", code("docker stop"), code(place.instruction.value))


def _shell(place: Place) -> Words:
    shell = " ".join(place.instruction.array or (place.instruction.value,))
    return said("The shell form of RUN, CMD and ENTRYPOINT below uses {}.", code(shell))


def _volume(place: Place) -> Words:
    folders = place.instruction.array or place.instruction.value.split()
    return said(
        "A container keeps {} outside its own files, in a volume.",
        listed([code(one) for one in folders]),
    )


def _on_build(place: Place) -> Words:
    trigger = place.instruction.trigger
    what = code(place.instruction.value) if trigger is None else brief(trigger)
    return said("Does nothing here: {} runs in builds whose FROM names this image.", what)


def _maintainer(place: Place) -> Words:
    return said("Names {} as the author. A LABEL does this today.", code(place.instruction.value))


_TOLD: dict[str, Callable[[Place], Words]] = {
    "ENV": _environment,
    "ARG": _argument,
    "EXPOSE": _ports,
    "USER": _user,
    "ENTRYPOINT": _entrypoint,
    "CMD": _command,
    "LABEL": _labels,
    "HEALTHCHECK": _health,
    "STOPSIGNAL": _stop_signal,
    "SHELL": _shell,
    "VOLUME": _volume,
    "ONBUILD": _on_build,
    "MAINTAINER": _maintainer,
}
