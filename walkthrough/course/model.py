"""What a course is made of, as frozen structs.

One definition serves as the TOML schema of a lesson pack, as what the runner plans from and as
the type that mypy checks. Texts are held as they stand in the files; nothing here reads a file.
"""

from typing import Literal

from msgspec import Struct

EditKind = Literal["replace-line", "append", "commit", "build-argument"]
CacheRule = Literal["fresh", "same"]


class Edit(Struct, frozen=True, forbid_unknown_fields=True):
    """One change to a workspace, or to the build command, before a measured build.

    `{nonce}` in `text` becomes a value that no earlier build has seen: without it a second run
    would find the first run's cache. `replace-line` replaces the one line of `file` that starts
    with `line_start`; `append` adds a line at its end; `commit` adds a commit to `.git`;
    `build-argument` gives `argument` the value `text`.
    """

    kind: EditKind
    file: str = ""
    line_start: str = ""
    text: str = ""
    argument: str = ""


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """What happens before a measured build, and which cache the build meets."""

    id: str
    title: str
    summary: str
    cache: CacheRule
    edit: Edit | None = None


class BaseImage(Struct, frozen=True, forbid_unknown_fields=True):
    """An image that the course's Dockerfiles start from, and what can stand in for it.

    `stand_in` names the kind of stand-in that the engine layer knows how to make; `size_bytes` is
    the download's approximate size, told before a pull.
    """

    reference: str
    stand_in: Literal["golang", "alpine"]
    size_bytes: int


class Variant(Struct, frozen=True):
    """One Dockerfile of the course with everything that its build depends on.

    `app` is a folder below the sample app that is the build context (`.` or `simple`);
    `dockerfile_name` is the file's name in its lesson's folder; `ignore` is the text of the
    `.dockerignore`, None where the lesson has none; `platform` is what the image is for, such as
    `linux/arm64`, None for that of the engine.
    """

    id: str
    lesson_id: str
    title: str
    summary: str
    dockerfile_name: str
    dockerfile: str
    ignore: str | None = None
    app: str = "."
    target: str | None = None
    build_args: dict[str, str] = {}
    serves: bool = True
    platform: str | None = None


class Promise(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_id": "from"}):
    """A comparison that the lesson makes: `to` against `from_id` in one metric.

    Where `below` is set the lesson promises that `to` is under that fraction of `from_id`; where
    `equals` is set, that `to`'s figure is exactly that.
    """

    metric: str
    from_id: str
    to: str
    below: float | None = None
    equals: float | None = None


class Prediction(Struct, frozen=True, forbid_unknown_fields=True):
    """A question asked before a variant's first build, answered by what is measured.

    `metric` of `variant` decides: the choice whose `[at_least, below)` range holds the figure.
    """

    id: str
    variant: str
    metric: str
    question: str
    choices: tuple["Choice", ...]
    why: str


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a prediction and the range of figures that makes it right."""

    text: str
    at_least: float = 0.0
    below: float = float("inf")


class Lesson(Struct, frozen=True):
    """One lesson: its page, the variants it compares (in order) and the scenarios it measures.

    An extra has no `number`: it is a lesson beside the course. `folder` is its folder's name in the
    pack; `compare_page` is the heading of the page that stands beside the measured comparison,
    empty where none does; `practised` tells whether it has an exercise.
    """

    id: str
    number: int | None
    title: str
    minutes: int
    summary: str
    variants: tuple[str, ...]
    scenarios: tuple[str, ...]
    comparisons: tuple[Promise, ...]
    predictions: tuple[Prediction, ...]
    steps: tuple[str, ...]
    folder: str = ""
    compare_page: str = ""
    practised: bool = False

    @property
    def key(self) -> str:
        """The shortest name on a command line: `3`, or an extra's id."""
        return self.id if self.number is None else str(self.number)

    @property
    def called(self) -> str:
        """`lesson 3` or `extra test-stage`."""
        return f"{'extra' if self.number is None else 'lesson'} {self.key}"

    @property
    def heading(self) -> str:
        """`3  Ignore what is not needed` or `Extra  A stage that tests`."""
        return f"{'Extra' if self.number is None else self.number}  {self.title}"


class Course(Struct, frozen=True):
    """All lessons in order, every variant by id, every scenario by id, and the bases.

    `extras` are lessons that may be left out: they count neither as progress nor in the journey,
    and are built only when they are asked for.
    """

    title: str
    lessons: tuple[Lesson, ...]
    variants: dict[str, Variant]
    scenarios: dict[str, Scenario]
    bases: tuple[BaseImage, ...]
    extras: tuple[Lesson, ...] = ()

    @property
    def lessons_and_extras(self) -> tuple[Lesson, ...]:
        """All that can be read and built, the lessons first."""
        return (*self.lessons, *self.extras)

    def lesson(self, name: str) -> Lesson | None:
        """The lesson or extra with this id or number, None where there is none."""
        return next((one for one in self.lessons_and_extras if name in (one.id, one.key)), None)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The lesson that follows, None after the last one and after an extra."""
        if lesson not in self.lessons[:-1]:
            return None
        return self.lessons[self.lessons.index(lesson) + 1]
