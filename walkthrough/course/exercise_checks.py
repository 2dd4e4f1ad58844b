"""The checks that an exercise may declare: one struct a `kind`, each naming an outcome to see.

They say what is wanted and why; how it is seen and judged is `walkthrough.learn`'s business.
"""

from typing import Literal

from msgspec import Struct

Where = Literal["image", "build-stages", "every-stage"]


class Check(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What all checks have: a name within the exercise, and why it matters, in a sentence."""

    id: str
    why: str


class Builds(Check, frozen=True, kw_only=True, tag="builds"):
    """The build works."""


class StageExists(Check, frozen=True, kw_only=True, tag="stage-exists"):
    """The Dockerfile has a stage of this name."""

    stage: str


class ContextWithout(Check, frozen=True, kw_only=True, tag="context-without"):
    """No file at or below any of `paths` is in the build context, none holds `content`.

    `what` is told as expected instead of them, such as "no source of the service".
    """

    paths: tuple[str, ...] = ()
    content: str = ""
    what: str = ""


class ContextBelow(Check, frozen=True, kw_only=True, tag="context-below"):
    """The context is below `bytes`, or below `fraction` of what the variant `of` sends."""

    bytes: int | None = None
    of: str = ""
    fraction: float | None = None


class Serves(Check, frozen=True, kw_only=True, tag="serves"):
    """The image runs and answers `GET path` on `port` with `status` and with `contains` in it."""

    port: int = 8088
    path: str = "/products"
    status: int = 200
    contains: str = ""


class Stops(Check, frozen=True, kw_only=True, tag="stops"):
    """The service ends by itself within so many seconds of `docker stop`."""

    within_s: float = 1.0


class NotRoot(Check, frozen=True, kw_only=True, tag="not-root"):
    """No process of the running service has user id 0."""


class Prints(Check, frozen=True, kw_only=True, tag="prints"):
    """The image's program runs to its end, with exit code 0, and prints `contains`."""

    contains: str


class ImageBelow(Check, frozen=True, kw_only=True, tag="image-below"):
    """The image's files are below `bytes`, or below `fraction` of those of the variant `of`."""

    bytes: int | None = None
    of: str = ""
    fraction: float | None = None


class LayersWithout(Check, frozen=True, kw_only=True, tag="layers-without"):
    """No layer has a file at or below one of `paths`, or one that holds `content`.

    Deleting a file in a later layer does not help: the lower layer still has it. `where` says
    whose layers count: the image's, those of all stages but the last, or of all stages.
    Layers of base images count only with `with_base`. `what` is told as expected instead of paths
    and content, such as "no source of the service".
    """

    where: Where = "every-stage"
    paths: tuple[str, ...] = ()
    content: str = ""
    what: str = ""
    with_base: bool = False


class EditKeeps(Check, frozen=True, kw_only=True, tag="edit-keeps"):
    """After the edit of `scenario` the steps whose text has `step` come from the cache.

    Without a `step` all steps do: the edit rebuilds nothing.
    """

    scenario: str
    step: str = ""


class ModulesDownloaded(Check, frozen=True, kw_only=True, tag="modules-downloaded"):
    """After the edit of `scenario` the build downloads so many Go modules."""

    scenario: str
    at_least: int = 0
    at_most: int | None = None


class TimeBelow(Check, frozen=True, kw_only=True, tag="time-below"):
    """A build in `scenario` takes less than `fraction` of a cold build of the same files."""

    scenario: str
    fraction: float


class BuildsOffline(Check, frozen=True, kw_only=True, tag="builds-offline"):
    """The build works where no RUN has a network."""


AnyCheck = (
    Builds
    | StageExists
    | ContextWithout
    | ContextBelow
    | Serves
    | Stops
    | NotRoot
    | Prints
    | ImageBelow
    | LayersWithout
    | EditKeeps
    | ModulesDownloaded
    | TimeBelow
    | BuildsOffline
)
