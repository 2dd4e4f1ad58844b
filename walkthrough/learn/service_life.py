"""One life of an attempt's service, looked at by all the checks that need it to run."""

import time
from collections.abc import Iterator, Sequence

import docker
from msgspec import Struct

from walkthrough.course.exercise_checks import AnyCheck, NotRoot, Serves, Stops
from walkthrough.engine.containers import (
    KILLED,
    ServiceHandle,
    StopResult,
    probe,
    start_service,
    stop,
    user_ids,
)
from walkthrough.errors import BuildError
from walkthrough.learn.seen import Answered, Seen, Stopped, Unseen, Users

ANSWER_WITHIN_S = 10
KILL_AFTER_S = 3
TRIES = 3
SETTLE_S = 0.5
NOT_RUNNING = Unseen("not looked at: the service does not run", blocked=True)


class Running(Struct, frozen=True):
    """What a service is run with: the image, one to look at it with, the session's label."""

    client: docker.APIClient
    image_id: str
    probe_image: str
    session: str


def live(running: Running, checks: Sequence[AnyCheck]) -> dict[str, Seen]:
    """Run the service once and tell what each check that needs it saw, by the check's id.

    A busy machine may make a good service stop late, never a bad one stop early: a late stop that
    was no kill is tried again, and the best counts.
    """
    seen: dict[str, Seen] = {}
    try:
        with start_service(running.client, running.image_id, running.session) as service:
            seen.update(_answers(running, service, checks))
            for check in checks:
                if isinstance(check, NotRoot):
                    ids = user_ids(service, running.probe_image, running.session)
                    seen[check.id] = Users(ids)
            stops = [check for check in checks if isinstance(check, Stops)]
            if stops:
                first = stop(service, KILL_AFTER_S)
                for check in stops:
                    seen[check.id] = Stopped(_best(running, checks, check, first))
    except BuildError as error:
        told = any(isinstance(one, Unseen) for one in seen.values())
        for check in checks:
            if isinstance(check, Serves):
                seen.setdefault(check.id, _unseen(running, error))
                told = True
        for check in checks:
            if isinstance(check, NotRoot | Stops):
                seen.setdefault(check.id, NOT_RUNNING if told else _unseen(running, error))
    return seen


def _answers(
    running: Running, service: ServiceHandle, checks: Sequence[AnyCheck]
) -> Iterator[tuple[str, Seen]]:
    """What each check that asks the service for a page gets; without one, a moment to start."""
    asking = [check for check in checks if isinstance(check, Serves)]
    if not asking:
        time.sleep(SETTLE_S)
    for check in asking:
        try:
            answer = probe(
                service,
                check.path,
                check.port,
                running.probe_image,
                running.session,
                ANSWER_WITHIN_S,
            )
        except BuildError as error:
            yield check.id, _unseen(running, error)
        else:
            yield check.id, Answered(answer)


def _best(
    running: Running, checks: Sequence[AnyCheck], check: Stops, first: StopResult
) -> StopResult:
    best = first
    for _ in range(TRIES - 1):
        if best.exit_code == KILLED or best.seconds <= check.within_s:
            break
        with start_service(running.client, running.image_id, running.session) as service:
            list(_answers(running, service, checks))
            again = stop(service, KILL_AFTER_S)
        best = min(best, again, key=lambda one: one.seconds)
    return best


def _unseen(running: Running, error: BuildError) -> Unseen:
    """The error; the reader has one image here, which needs no digest to be told by."""
    of_image, image = f" of image {running.image_id}", f"Image {running.image_id}"
    what = error.what.replace(of_image, "").replace(image, "The image")
    return Unseen(what, error.why, error.next_step)
