"""`walkthrough lint --build`: builds every variant of a pack and tells which do not build."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildFailed, BuildRequest
from walkthrough.cli.waiting import turn_on
from walkthrough.course.dockerfile import parse
from walkthrough.course.finding import Finding
from walkthrough.course.model import Course, Variant
from walkthrough.engine.bases import resolve_bases, rewrites
from walkthrough.engine.cache_mounts import remember_cache_mounts
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import remove_own_name
from walkthrough.engine.naming import IMAGE_PREFIX, new_session
from walkthrough.home import data_home
from walkthrough.measure.series import Series


def build_findings(
    course: Course, engine: Engine, app: Path, pack: Path, say: Callable[[str], None]
) -> tuple[Finding, ...]:
    """A finding for each variant that does not build; the images it made are removed again.

    It has the engine's turn meanwhile. Raises NoUsableEngineError where a base is missing.
    """
    bases = rewrites(resolve_bases(engine, course.bases))
    with turn_on(engine, say):
        return tuple(_findings(course, engine, app, pack, bases, say))


def _findings(
    course: Course,
    engine: Engine,
    app: Path,
    pack: Path,
    bases: dict[str, str],
    say: Callable[[str], None],
) -> Iterator[Finding]:
    driver = EngineApiDriver(engine.client)
    session = new_session(data_home())
    engine_id = str(engine.client.info().get("ID", ""))
    for number, variant in enumerate(course.variants.values(), start=1):
        say(f"[{number}/{len(course.variants)}] building {variant.id}")
        series = Series(variant, app, data_home() / "workspaces")
        remember_cache_mounts(data_home(), engine_id, series.namespace, parse(variant.dockerfile))
        try:
            request = series.request(series.context(), session, bases, no_cache=False)
            tag = f"{IMAGE_PREFIX}lint-{variant.id}:latest"
            failure = _failure(driver, msgspec.structs.replace(request, tag=tag))
        finally:
            series.remove()
        if failure is None:
            remove_own_name(engine.client, tag)
        else:
            yield _finding(variant, failure, pack)


def _failure(driver: EngineApiDriver, request: BuildRequest) -> BuildFailed | None:
    events = list(driver.build(request))
    return events[-1] if isinstance(events[-1], BuildFailed) else None


def _finding(variant: Variant, failure: BuildFailed, pack: Path) -> Finding:
    named_so = pack.glob(f"*/{variant.dockerfile_name}")
    file = next(one for one in named_so if one.read_text("utf-8") == variant.dockerfile)
    return Finding(
        file.relative_to(pack).as_posix(),
        failure.dockerfile_line or 1,
        f"{variant.id} does not build: {failure.reason}",
        failure.hint or "a Dockerfile that builds",
    )
