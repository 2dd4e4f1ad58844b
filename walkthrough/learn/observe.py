"""Lets each check look: at the Dockerfile, the context, the image, the service, after an edit."""

from collections.abc import Generator

from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
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
from walkthrough.engine.containers import run_once
from walkthrough.engine.image_size import image_facts
from walkthrough.engine.layer_files import (
    Wanted,
    layer_digests,
    matches_in_archive,
    matches_in_layers,
)
from walkthrough.errors import BuildError
from walkthrough.learn.bench import Bench, UnseenError
from walkthrough.learn.cold_times import ColdTimes
from walkthrough.learn.course_variants import variant_context_bytes, variant_image_bytes
from walkthrough.learn.instrumented import only_base, own_name, target
from walkthrough.learn.model import CheckEvent
from walkthrough.learn.seen import Built, Found, Ran, Rebuilt, Seen, Sizes, Stages, Timed, Unseen
from walkthrough.learn.service_life import Running, live
from walkthrough.learn.verdicts import clearly_below, close_to_limit

MOST_TIMED = 3
Looking = Generator[CheckEvent, None, Seen]
LayersLooking = Generator[CheckEvent, None, frozenset[str]]


class Observer:
    """The checks' eyes on one attempt: what several checks need is looked at once."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._around = bench.around
        self._life: dict[str, Seen] | None = None

    def look(self, check: AnyCheck) -> Looking:
        """What the check sees; an `Unseen` where the attempt keeps it from seeing anything."""
        try:
            return (yield from self._look(check))
        except UnseenError as error:
            if isinstance(check, Builds | BuildsOffline) or self._bench.has_image:
                return error.unseen
            return Unseen("not looked at: the build fails", blocked=True)

    def _look(self, check: AnyCheck) -> Looking:
        bench = self._bench
        match check:
            case Builds():
                return Built((yield from bench.image()))
            case BuildsOffline():
                return Built((yield from bench.offline()))
            case StageExists():
                return self._stages()
            case ContextWithout():
                wanted = Wanted(check.paths, check.content.encode())
                return Found(tuple(matches_in_archive(bench.context().chunks(), wanted)))
            case ContextBelow():
                other = variant_context_bytes(self._around, check.of) if check.of else None
                return Sizes(bench.context().facts().bytes, other)
            case Serves() | Stops() | NotRoot():
                image_id = (yield from bench.image()).image_id
                return self._lived(image_id)[check.id]
            case Prints():
                image_id = (yield from bench.image()).image_id
                return self._ran(image_id)
            case ImageBelow():
                return (yield from self._image_size(check))
            case LayersWithout():
                return (yield from self._in_layers(check))
            case EditKeeps(scenario=scenario) | ModulesDownloaded(scenario=scenario):
                return Rebuilt((yield from bench.after(scenario)), bench.causes(scenario))
            case TimeBelow():
                return (yield from self._timed(check))

    def _stages(self) -> Seen:
        try:
            stages = parse(self._bench.dockerfile).stages
        except UnparsableDockerfileError as error:
            raise UnseenError(Unseen(error.why)) from error
        return Stages(tuple(name for one in stages if (name := own_name(one))))

    def _lived(self, image_id: str) -> dict[str, Seen]:
        if self._life is None:
            self._life = live(self._running(image_id), self._bench.exercise.checks)
        return self._life

    def _running(self, image_id: str) -> Running:
        around = self._around
        return Running(around.engine.client, image_id, around.probe_image, around.session)

    def _ran(self, image_id: str) -> Seen:
        try:
            client, session = self._around.engine.client, self._around.session
            return Ran(run_once(client, image_id, session, go_on=self._bench.check_stop))
        except BuildError as error:
            return Unseen(error.what, error.why, error.next_step)

    def _image_size(self, check: ImageBelow) -> Looking:
        image_id = (yield from self._bench.image()).image_id
        facts = image_facts(
            self._around.engine.client,
            image_id,
            known=self._around.archive.layers(),
            go_on=self._bench.check_stop,
        )
        other = None
        if check.of:
            other = yield from variant_image_bytes(self._bench, check.of)
        return Sizes(facts.unpacked_bytes, other)

    def _in_layers(self, check: LayersWithout) -> Looking:
        """Each place as `stage: path`, so that its reader knows which line to look at."""
        yield from self._bench.image()
        client = self._around.engine.client
        stages = parse(self._bench.dockerfile).stages
        chosen = {"image": stages[-1:], "build-stages": stages[:-1], "every-stage": stages}
        wanted = Wanted(check.paths, check.content.encode())
        places: list[str] = []
        for stage in chosen[check.where]:
            without = frozenset() if check.with_base else (yield from self._base_layers())
            image_id = (yield from self._bench.stage(target(stage))).image_id
            go_on = self._bench.check_stop
            for match in matches_in_layers(client, image_id, wanted, without, go_on):
                path = f"/{match.path}" if match.path else "the image's settings"
                places.append(f"{own_name(stage) or f'stage {stage.index}'}: {path}")
        return Found(tuple(dict.fromkeys(places)))

    def _base_layers(self) -> LayersLooking:
        """The layers that the stages' base images brought: nobody wrote these here."""
        found: set[str] = set()
        names = {"scratch"}
        for stage in parse(self._bench.dockerfile).stages:
            if stage.base.lower() not in names:
                summary = yield from self._bench.base(only_base(self._bench.dockerfile, stage))
                found.update(layer_digests(self._around.engine.client, summary.image_id))
            names.add(target(stage))
        return frozenset(found)

    def _timed(self, check: TimeBelow) -> Looking:
        """One cold build, and builds after an edit until one is quick enough, three at most.

        Whatever else a machine does makes a build slower and never quicker, so the best counts.
        An earlier check's cold build does where it leaves no doubt; nothing fails by it.
        """
        bench, around = self._bench, self._around
        times, app = ColdTimes(around.home), bench.exercise.app
        edit_s = [(yield from bench.after(check.scenario)).wall_s]
        earlier_s = times.quickest(around.engine_id, app)
        if earlier_s is not None and clearly_below(edit_s[0], check.fraction, earlier_s):
            return Timed(earlier_s, tuple(edit_s), earlier=True)
        cold_s = (yield from bench.cold()).wall_s
        times.keep(around.engine_id, app, cold_s)
        while len(edit_s) < MOST_TIMED and close_to_limit(edit_s[-1], check.fraction, cold_s):
            edit_s.append((yield from bench.after(check.scenario, len(edit_s) + 1)).wall_s)
        return Timed(cold_s, tuple(edit_s))
