"""The verdict of each check from what was seen. Pure functions."""

from msgspec import Struct

from walkthrough.course.exercise_checks import (
    AnyCheck,
    Builds,
    BuildsOffline,
    ContextBelow,
    ContextWithout,
    EditKeeps,
    ImageBelow,
    LayersWithout,
    ModulesDownloaded,
    NotRoot,
    Prints,
    Serves,
    StageExists,
    Stops,
    TimeBelow,
)
from walkthrough.engine.containers import KILLED, StopResult
from walkthrough.learn.seen import (
    Answered,
    Built,
    Found,
    Ran,
    Rebuilt,
    Seen,
    Sizes,
    Stages,
    Stopped,
    Timed,
    Unseen,
    Users,
)
from walkthrough.learn.words import plural, seconds, size, some

SHOWN = 60


class Verdict(Struct, frozen=True):
    """Whether a check passes, and what was seen, in words."""

    passed: bool
    seen: str


def expected(check: AnyCheck) -> str:
    """What a check wants to see, in words."""
    match check:
        case Builds():
            return "the build works"
        case StageExists(stage=stage):
            return f"a stage named {stage}"
        case ContextWithout(paths=paths, content=content):
            return f"{check.what or _what(paths, content)} in the build context"
        case ContextBelow() | ImageBelow():
            what = "a build context" if isinstance(check, ContextBelow) else "an image"
            if check.bytes is not None:
                return f"{what} below {size(check.bytes)}"
            return f"{what} below {_share(check.fraction)} of {check.of}'s"
        case Serves(port=port, path=path, status=status, contains=contains):
            within = f" with {contains!r} in it" if contains else ""
            return f"GET {path} on port {port} answers {status}{within}"
        case Stops(within_s=within_s):
            return f"ends by itself within {seconds(within_s)} of docker stop"
        case NotRoot():
            return "no process runs as root (user id 0)"
        case Prints(contains=contains):
            return f"prints {contains!r} and ends with exit code 0"
        case LayersWithout(paths=paths, content=content, where=where):
            whose = {"image": "the image", "build-stages": "the build stages"}.get(where)
            what = check.what or _what(paths, content)
            return f"{what} in any layer of {whose or 'any stage'}"
        case EditKeeps(scenario=scenario, step=step):
            return f"after {scenario}, {step or 'every step'} is cached"
        case ModulesDownloaded(scenario=scenario, at_least=at_least, at_most=at_most):
            return f"after {scenario}, {_range(at_least, at_most)} downloaded"
        case TimeBelow(scenario=scenario, fraction=fraction):
            return f"{scenario} takes less than {_share(fraction)} of a cold build"
        case BuildsOffline():
            return "the build works without a network"


def verdict(check: AnyCheck, seen: Seen) -> Verdict:
    """The check's verdict. Raises TypeError for something that it is not judged by."""
    match check, seen:
        case _, Unseen():
            return Verdict(False, seen.seen)
        case Builds() | BuildsOffline(), Built(summary=summary):
            return Verdict(True, f"it works, in {seconds(summary.wall_s)}")
        case StageExists(stage=stage), Stages(names=names):
            told = f"stages {', '.join(names)}" if names else "no stage has a name"
            return Verdict(stage.lower() in names, told)
        case ContextWithout() | LayersWithout(), Found(places=places):
            return Verdict(not places, some(places) if places else "nothing of it is there")
        case ContextBelow() | ImageBelow(), Sizes():
            return _size_verdict(check, seen)
        case Serves(), Answered():
            return _answer_verdict(check, seen)
        case Stops(within_s=within_s), Stopped(stop=stop):
            by_itself = stop.exit_code != KILLED
            return Verdict(by_itself and stop.seconds <= within_s, _stop_words(stop))
        case NotRoot(), Users(ids=ids):
            told = ", ".join(str(one) for one in sorted(set(ids)))
            return Verdict(0 not in ids, f"user id {told}")
        case Prints(contains=contains), Ran(result=result):
            told = f"{_shown(result.output)}, exit code {result.exit_code}"
            return Verdict(contains in result.output and result.exit_code == 0, told)
        case EditKeeps(), Rebuilt():
            return _kept_verdict(check, seen)
        case ModulesDownloaded(), Rebuilt():
            return _modules_verdict(check, seen)
        case TimeBelow(fraction=fraction), Timed(cold_s=cold_s, edit_s=edit_s):
            told = f"{seconds(min(edit_s))} against {seconds(cold_s)} cold"
            told += ", of an earlier check" if seen.earlier else ""
            return Verdict(min(edit_s) < fraction * cold_s, told)
    raise TypeError(f"{type(check).__name__} is not judged by {type(seen).__name__}")


def limit(check: ContextBelow | ImageBelow, other_bytes: int | None) -> float:
    """The size in bytes that the check wants to see gone below."""
    if check.bytes is not None:
        return check.bytes
    assert check.fraction is not None and other_bytes is not None
    return check.fraction * other_bytes


def clearly_below(edit_s: float, fraction: float, cold_s: float) -> bool:
    """Whether an edit's build is so far below the fraction of another check's cold build, measured
    at another time, that one of its own would say the same."""
    return edit_s < fraction * cold_s / 2


def close_to_limit(edit_s: float, fraction: float, cold_s: float) -> bool:
    """Whether an edit's build is too slow, but a busy machine may be why."""
    return fraction * cold_s <= edit_s <= 2 * fraction * cold_s


def _size_verdict(check: ContextBelow | ImageBelow, seen: Sizes) -> Verdict:
    told = size(seen.bytes)
    if seen.other_bytes is not None:
        told += f" against {size(seen.other_bytes)} of {check.of}"
    return Verdict(seen.bytes < limit(check, seen.other_bytes), told)


def _answer_verdict(check: Serves, seen: Answered) -> Verdict:
    body = seen.answer.body.decode("utf-8", "replace")
    right = seen.answer.status == check.status and check.contains in body
    told = f"it answers {seen.answer.status}"
    if seen.answer.status == check.status and not right:
        told += f" with {_shown(body)}"
    return Verdict(right, told)


def _stop_words(stop: StopResult) -> str:
    if stop.killed:
        return f"it still ran after {seconds(stop.seconds)} and was killed"
    if stop.exit_code == KILLED:
        return "it was killed at once, with no time to end by itself"
    return f"it ended after {seconds(stop.seconds)}, exit code {stop.exit_code}"


def _kept_verdict(check: EditKeeps, seen: Rebuilt) -> Verdict:
    steps = [one for one in seen.summary.steps if check.step in one.name]
    if not steps:
        return Verdict(False, f"no step has {check.step}")
    again = [f"line {one.line}: {one.name}" for one in steps if not one.cached]
    told = f"ran again: {some(again)}" if again else f"{plural(len(steps), 'step')} cached"
    return Verdict(not again, told)


def _modules_verdict(check: ModulesDownloaded, seen: Rebuilt) -> Verdict:
    count = seen.summary.modules_downloaded
    if count is None:
        told = "the log does not show what was downloaded"
        return Verdict(False, f"{told}: write `go mod download -x` on one line")
    right = check.at_least <= count and (check.at_most is None or count <= check.at_most)
    return Verdict(right, f"{plural(count, 'module')} downloaded")


def _what(paths: tuple[str, ...], content: str) -> str:
    parts = [f"no {', no '.join(paths)}"] if paths else []
    return " and ".join([*parts, *(["no file with the secret"] if content else [])])


def _share(fraction: float | None) -> str:
    assert fraction is not None
    if fraction and abs(1 / fraction - round(1 / fraction)) < 0.02:
        return f"1/{round(1 / fraction)}"
    return f"{fraction:.0%}"


def _range(at_least: int, at_most: int | None) -> str:
    if at_most is None:
        return f"at least {plural(at_least, 'module is' if at_least == 1 else 'module')}"
    if at_most == 0:
        return "no module is"
    return f"{at_least} to {plural(at_most, 'module')}"


def _shown(text: str) -> str:
    one_line = " ".join(text.split())
    return repr(one_line if len(one_line) <= SHOWN else f"{one_line[:SHOWN]}…")
