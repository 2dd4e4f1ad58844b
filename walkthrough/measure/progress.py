"""What a run tells while it goes on: to a terminal, to a screen, to a recording."""

from msgspec import Struct

from walkthrough.build.model import BuildEvent
from walkthrough.engine.model import ImageFacts
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.model import Sample
from walkthrough.measure.plan import PlannedBuild
from walkthrough.workspace.model import ContextFacts


class RunPlanned(Struct, frozen=True, tag="run-planned"):
    """So many builds are to come. `expected_s` is what they took last time together, None where any
    of them was never built here, `each_s` what each took; `recorded` tells that they happened
    elsewhere."""

    builds: tuple[PlannedBuild, ...]
    expected_s: float | None
    recorded: bool = False
    each_s: tuple[float | None, ...] = ()


class MachineBusy(Struct, frozen=True, tag="machine-busy"):
    """Other work keeps the machine busy as the run begins; `warning` says what follows."""

    warning: str


class WaitingForOther(Struct, frozen=True, tag="waiting"):
    """Another copy of the app measures on this engine; `owner` says which."""

    owner: str


class BuildStarting(Struct, frozen=True, tag="build-starting"):
    """Build `number` of the `total` that are measured begins, or one that fills the cache for it;
    `last_s` is its wall time last time, None if unknown."""

    number: int
    total: int
    planned: PlannedBuild
    last_s: float | None


class Building(Struct, frozen=True, tag="building"):
    """Something happened in the running build."""

    planned: PlannedBuild
    event: BuildEvent


class SampleTaken(Struct, frozen=True, tag="sample-taken"):
    """The build is done and its sample is kept."""

    planned: PlannedBuild
    sample: Sample
    context: ContextFacts


class MissExplained(Struct, frozen=True, tag="miss-explained"):
    """Why steps of the build that was just sampled were not cached: comes after each build that is
    not cold, without causes where no step ran again or none can be blamed."""

    planned: PlannedBuild
    causes: tuple[MissCause, ...]


class ImageMeasuring(Struct, frozen=True, tag="image-measuring"):
    """The image is being read from the engine, layer by layer."""

    variant_id: str


class ImageMeasured(Struct, frozen=True, tag="image-measured"):
    """What the variant's image weighs is known and kept."""

    variant_id: str
    facts: ImageFacts


class ProgramRan(Struct, frozen=True, tag="program-ran"):
    """The image of a variant that is no service was run; this is what it printed."""

    variant_id: str
    output: str
    seconds: float


RunEvent = (
    RunPlanned
    | MachineBusy
    | WaitingForOther
    | BuildStarting
    | Building
    | SampleTaken
    | MissExplained
    | ImageMeasuring
    | ImageMeasured
    | ProgramRan
)
