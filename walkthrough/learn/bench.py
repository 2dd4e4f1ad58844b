"""One attempt built, run and edited for its checks: each build is made once, whoever asks.

Methods that build are generators: they yield what happens and return what came of it. They raise
`UnseenError` where the attempt itself is at fault, and WalkthroughErrors for anything else.
"""

import contextlib
import functools
import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager

import msgspec

from walkthrough.build.model import BuildEvent, BuildFailed, BuildRequest, StepLog
from walkthrough.build.modules import modules_downloaded
from walkthrough.build.timing import BuildSummary, summarise
from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
from walkthrough.course.exercise import Exercise
from walkthrough.engine.bases import rewrites
from walkthrough.engine.cache_mounts import (
    CacheNamespace,
    cache_mount_ids,
    remember_cache_mounts,
    remembered_cache_mounts,
)
from walkthrough.engine.images import image_id_of, remove_own_name
from walkthrough.engine.naming import EXERCISE_IMAGE_PREFIX, SESSION_LABEL
from walkthrough.engine.stand_in import missing_tool_hint
from walkthrough.errors import CancelledError
from walkthrough.learn.attempt_workspace import AttemptWorkspace
from walkthrough.learn.exercise_caches import ExerciseCache, bears_a_cut
from walkthrough.learn.instrumented import as_written, instrumented, plain, with_compiler_cache
from walkthrough.learn.model import CheckBuilding, CheckEvent
from walkthrough.learn.reader_files import ReaderFiles, dockerfile_text
from walkthrough.learn.seen import Unseen
from walkthrough.learn.surroundings import Surroundings
from walkthrough.measure.explain import explain
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.inputs import BuildInputs, inputs_of, with_digests
from walkthrough.measure.sample import timings
from walkthrough.workspace.context import Context

LOG_LINES = 12
THE_IMAGE = "the image"
OFFLINE = "the image without a network"
Building = Generator[CheckEvent, None, BuildSummary]
RequestMaker = Callable[[], BuildRequest]


class UnseenError(Exception):
    """A check cannot see what it looks for, and the attempt is the reason."""

    def __init__(self, unseen: Unseen) -> None:
        super().__init__(unseen.seen)
        self.unseen = unseen


class Bench:
    """One attempt on one engine. `close` removes its workspace and its images."""

    def __init__(self, exercise: Exercise, files: ReaderFiles, around: Surroundings) -> None:
        """Raises BadInputError where the files are no attempt at the exercise."""
        self.exercise = exercise
        self.around = around
        self.dockerfile = instrumented(dockerfile_text(files))
        if exercise.borrow_compiler_cache:
            self.dockerfile = with_compiler_cache(self.dockerfile)
        self.unreadable = _unreadable(self.dockerfile)
        self._files = files
        self._workspaces: dict[str, AttemptWorkspace] = {}
        self._caches: dict[str, ExerciseCache] = {}
        self._tags: list[str] = []
        self._built: dict[str, BuildSummary | Unseen] = {}
        self._edited: dict[str, tuple[BuildInputs, BuildInputs]] = {}
        self._building = ""
        self._bears_a_cut = bears_a_cut(self.dockerfile)
        self._mounts_were_new = False
        self._stop = threading.Event()

    def cancel(self) -> None:
        """End the running build; safe to call from any thread, at any time."""
        self._stop.set()
        if self._building:
            self.around.driver.cancel(self._building)

    def check_stop(self) -> None:
        """Raise CancelledError after `cancel`."""
        if self._stop.is_set():
            raise CancelledError(
                "The check was stopped.",
                "You asked for it, or a newer save made it out of date.",
                "Run `walkthrough check` again to go on.",
            )

    @property
    def has_image(self) -> bool:
        """Whether the attempt's own build has succeeded."""
        return isinstance(self._built.get(THE_IMAGE), BuildSummary)

    def context(self) -> Context:
        """The attempt's build context as it stands now."""
        return self._workspace("attempt").context()

    def image(self) -> Building:
        """The attempt's image; a Dockerfile that cannot be read is told without the engine."""
        if self.unreadable is not None:
            raise UnseenError(self.unreadable)
        return (yield from self.once(THE_IMAGE, self._first_request))

    def stage(self, name: str) -> Building:
        """The image of one stage of the instrumented Dockerfile."""
        yield from self.image()
        return (yield from self.once(f"stage {name}", lambda: self.request(target=name)))

    def base(self, dockerfile: str) -> Building:
        """The image of a Dockerfile of nothing but a FROM line."""
        asked = f"base {dockerfile.split()[-1]}"
        return (yield from self.once(asked, lambda: self.request(dockerfile=dockerfile)))

    def offline(self) -> Building:
        """The attempt built where no RUN has a network."""
        yield from self.image()
        return (yield from self.once(OFFLINE, lambda: self.request(network=False)))

    def after(self, scenario_id: str, number: int = 1) -> Building:
        """Build `number` after the scenario's edit, in the caches of the attempt's own build."""
        yield from self.image()
        asked = f"after {scenario_id}" if number == 1 else f"after {scenario_id}, {number}"

        def request() -> BuildRequest:
            was = self._inputs(self.request())
            edit = self.around.course.scenarios[scenario_id].edit
            if edit is not None:
                self._workspace("attempt").edit(edit)
            edited = self.request()
            self._edited[asked] = (was, self._inputs(edited))
            return edited

        return (yield from self.once(asked, request))

    def causes(self, scenario_id: str) -> tuple[MissCause, ...]:
        """Why the build `after` the scenario's edit ran steps again; empty before it."""
        asked = f"after {scenario_id}"
        first, last = self._built.get(THE_IMAGE), self._built.get(asked)
        if not isinstance(first, BuildSummary) or not isinstance(last, BuildSummary):
            return ()
        was, now = self._edited[asked]
        return explain(with_digests(was, first.bases), with_digests(now, last.bases), timings(last))

    def cold(self) -> Building:
        """A build without any cache: the attempt's own where it met none, else another.

        The other has a workspace and a cache namespace to itself.
        """
        own = yield from self.image()
        if self._mounts_were_new and ran_all(own):
            return own
        return (
            yield from self.once("cold", lambda: self.request(workspace="timed", no_cache=True))
        )

    def request(
        self,
        *,
        workspace: str = "attempt",
        target: str | None = None,
        dockerfile: str | None = None,
        no_cache: bool = False,
        network: bool = True,
    ) -> BuildRequest:
        """The request for a build of the workspace as it stands now."""
        namespace = self._cache(workspace).namespace
        text = dockerfile or self.dockerfile
        context = self._workspace(workspace).context()
        if dockerfile is not None:
            context = Context(context.root, context.dockerfile_name, dockerfile)
        self.remember(namespace, text)
        return BuildRequest(
            id=f"exercise-{secrets.token_hex(8)}",
            dockerfile=text,
            dockerfile_name=context.dockerfile_name,
            context=context,
            cache_namespace=namespace,
            tag=self.new_tag(),
            labels={SESSION_LABEL: self.around.session},
            target=target,
            build_args=self.exercise.build_args,
            bases=rewrites(self.around.bases),
            no_cache=no_cache,
            network=network,
        )

    def new_tag(self) -> str:
        """A name for an image that `close` takes off again."""
        tag = f"{EXERCISE_IMAGE_PREFIX}{self.exercise.lesson_id}:{secrets.token_hex(8)}"
        self._tags.append(tag)
        return tag

    def remember(self, namespace: str, text: str) -> None:
        """Note the cache mounts that a build of this Dockerfile may leave, for `clean`."""
        try:
            parsed = parse(text)
        except UnparsableDockerfileError:
            return
        home, engine_id = self.around.home, self.around.engine_id
        note = CacheNamespace(engine_id, namespace, cache_mount_ids(parsed))
        if note not in remembered_cache_mounts(home, engine_id):
            remember_cache_mounts(home, engine_id, namespace, parsed)

    def build(self, what: str, request: BuildRequest) -> Building:
        """Carry out a build. Raises UnseenError where it fails."""
        as_told: list[BuildEvent] = []
        events: list[BuildEvent] = []
        self._building = request.id
        try:
            with self._kept_from_harm(request):
                with contextlib.closing(self._events(request)) as told:
                    for event in told:
                        self.check_stop()
                        as_told.append(event)
                        events.append(as_written(event))
                        yield CheckBuilding(what, events[-1])
                if isinstance(events[-1], BuildFailed):
                    self.check_stop()
                    raise UnseenError(self._failed(what, events[-1], events))
        finally:
            self._building = ""
        downloaded = modules_downloaded(as_told)
        return msgspec.structs.replace(summarise(events), modules_downloaded=downloaded)

    def _events(self, request: BuildRequest) -> Generator[BuildEvent, None, None]:
        yield from self.around.driver.build(request)

    def once(self, what: str, request: RequestMaker) -> Building:
        """The build that was made before under this name, or a new one."""
        self.check_stop()
        known = self._built.get(what)
        if known is None:
            try:
                known = yield from self.build(what, request())
            except UnseenError as error:
                known = error.unseen
            self._built[what] = known
        if isinstance(known, Unseen):
            raise UnseenError(known)
        return known

    def close(self) -> None:
        """Remove the workspaces and the images' names; the caches stay for the next attempt."""
        for workspace in self._workspaces.values():
            workspace.remove()
        self._workspaces.clear()
        for tag in self._tags:
            remove_own_name(self.around.engine.client, tag)
        self._tags.clear()

    def _first_request(self) -> BuildRequest:
        mine = set(cache_mount_ids(parse(self.dockerfile)))
        notes = remembered_cache_mounts(self.around.home, self.around.engine_id)
        namespace = self._cache("attempt").namespace
        self._mounts_were_new = not any(
            mine.intersection(one.mount_ids) for one in notes if one.namespace == namespace
        )
        return self.request()

    def _inputs(self, request: BuildRequest) -> BuildInputs:
        image_id = functools.partial(image_id_of, self.around.engine.client)
        return inputs_of(request, self.context(), image_id)

    def _workspace(self, name: str) -> AttemptWorkspace:
        if name not in self._workspaces:
            self._workspaces[name] = AttemptWorkspace(
                self.exercise,
                self.dockerfile,
                self._files,
                self.around.app,
                self.around.home / "workspaces",
            )
        return self._workspaces[name]

    def _cache(self, workspace: str) -> ExerciseCache:
        """One for builds and one for timed builds, here: checks repeated stay quick.

        All exercises share Go's caches, so only the first check has to fill them; an attempt with
        mounts that a cut may spoil keeps to its exercise.
        """
        owner = "go" if self._bears_a_cut else self.exercise.lesson_id
        new = ExerciseCache(self.around.home, self.around.engine_id, f"{owner} {workspace}")
        return self._caches.setdefault(workspace, new)

    def _kept_from_harm(self, request: BuildRequest) -> AbstractContextManager[None]:
        """What sees to it that no later build meets mounts that this one leaves half-filled.

        A timed build needs no care: it has no cache, and the engine empties its mounts first.
        """
        cache = self._cache("attempt")
        if self._bears_a_cut or request.cache_namespace != cache.namespace:
            return contextlib.nullcontext()
        return cache.spent_unless_built()

    def _failed(self, what: str, failure: BuildFailed, events: list[BuildEvent]) -> Unseen:
        step = failure.step
        log = [
            one.text
            for one in events
            if step is not None and isinstance(one, StepLog) and one.step_id == step.id
        ][-LOG_LINES:]
        stood_in = any(base.kind == "stand-in" for base in self.around.bases)
        hint = (missing_tool_hint("\n".join(log)) if stood_in else None) or failure.hint
        whose = "" if what in (THE_IMAGE, OFFLINE) else f"{what}: "
        line = failure.dockerfile_line
        where = f"{whose}it fails at line {line}: " if line else whose
        return Unseen(
            seen=f"{where}{plain(failure.reason)}",
            detail="\n".join(log),
            next_step=hint or "Mend what the log names and check again.",
        )


def ran_all(summary: BuildSummary) -> bool:
    """Whether a build has RUN lines and none of them came from the cache."""
    runs = [one for one in summary.steps if one.name.upper().startswith("RUN ")]
    return bool(runs) and not any(one.cached for one in runs)


def _unreadable(dockerfile: str) -> Unseen | None:
    """Why the Dockerfile cannot be built at all, None where it may be."""
    try:
        parse(dockerfile)
    except UnparsableDockerfileError as error:
        line = f"line {error.line} of the Dockerfile: {error.reason}"
        return Unseen(line, next_step=error.next_step)
    return None
