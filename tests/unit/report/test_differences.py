"""Where a difference lies: the words come from the samples, and there are none without them."""

import msgspec
import pytest

from walkthrough.course.load import load_course
from walkthrough.course.model import Promise
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.measure.model import Sample, StepTiming
from walkthrough.measure.results import VariantResult
from walkthrough.measure.verdict import compare
from walkthrough.report.differences import difference_words
from walkthrough.report.subjects import subject_of_layer, subject_of_step
from walkthrough.workspace.model import ContextFacts, FileSize

COURSE = load_course()


def step(line: int, name: str, seconds: float, cached: bool = False) -> StepTiming:
    return StepTiming(name, "builder", line, seconds, cached)


def sample(*steps: StepTiming, wall_s: float, modules: int | None = None) -> Sample:
    return Sample(
        variant_id="",
        variant_hash="",
        scenario="code-edit",
        taken_at="",
        wall_s=wall_s,
        resolve_s=0.0,
        context_s=0.1,
        steps_s=wall_s,
        export_s=0.1,
        cached_steps=0,
        total_steps=len(steps),
        modules_downloaded=modules,
        context_bytes=0,
        steps=steps,
    )


def built(variant_id: str, *samples: Sample, scenario: str = "code-edit") -> VariantResult:
    return VariantResult(COURSE.variants[variant_id], None, None, {scenario: samples})


def weighed(variant_id: str, *layers: tuple[str, int]) -> VariantResult:
    facts = tuple(LayerFacts(f"sha256:{n}", *one, one[1], 1) for n, one in enumerate(layers))
    total = sum(size for _, size in layers)
    image = ImageFacts("sha256:i", total, total, False, facts)
    return VariantResult(COURSE.variants[variant_id], image, None, {})


def told(metric: str, before: VariantResult, after: VariantResult) -> str:
    promise = Promise(metric, before.variant.id, after.variant.id)
    return difference_words(compare(promise, before.spread, after.spread), before, after)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("RUN go build -o product-catalog .", "go build"),
        ("RUN --mount=target=. \\\n  CGO_ENABLED=0 go build -trimpath .", "go build"),
        ("RUN go mod download -x", "go mod download"),
        ("RUN apk add --no-cache git && adduser -D app", "apk add, adduser"),
        ("RUN /usr/local/go/bin/go vet ./...", "go vet"),
        ("RUN", "RUN"),
        ("COPY . .", "COPY . ."),
        ("COPY go.mod go.sum ./", "COPY go.mod go.sum"),
        ("COPY --from=builder   /usr/src/app/product-catalog ./", "COPY product-catalog"),
        ("COPY", "COPY"),
        ("WORKDIR /usr/src/app", "WORKDIR /usr/src/app"),
    ],
)
def test_the_same_work_has_the_same_name_in_every_dockerfile(text: str, subject: str) -> None:
    words = text.replace("\\\n", "")
    assert subject_of_step(words) == subject


def test_a_layer_is_found_by_the_line_that_made_it() -> None:
    assert subject_of_layer("RUN /bin/sh -c go build -o app . # buildkit") == "go build"
    assert subject_of_layer("RUN |1 V=1 /bin/sh -c go build . # buildkit") == "go build"
    assert subject_of_layer("COPY products/ ./products/ # buildkit") == "COPY products"


def test_the_line_that_the_time_went_into_is_named_with_its_medians() -> None:
    before = built(
        "deps-first",
        *(
            sample(step(7, "COPY . .", 0.1), step(8, "RUN go build .", took), wall_s=took + 1)
            for took in (19.0, 20.3, 21.0)
        ),
    )
    after = built("cache-both", sample(step(8, "RUN go build .", 0.8), wall_s=1.1))
    words = "line 8, go build: 20.3\u00a0s, now 0.80\u00a0s"
    assert told("code-edit.wall_s", before, after) == words


def test_a_line_that_came_from_the_cache_and_modules_that_were_not_fetched_are_told() -> None:
    before = built("ignored", sample(step(5, "RUN go build .", 20), wall_s=21, modules=14))
    after = built(
        "deps-first", sample(step(8, "RUN go build .", 0, cached=True), wall_s=0.1, modules=0)
    )
    words = told("code-edit.wall_s", before, after)
    assert words == "go build: 20.0\u00a0s in line 5, now CACHED in line 8; 14 modules, now none"
    assert told("code-edit.modules_downloaded", before, after).startswith(
        "line 5, go build: 14 modules"
    )


def test_work_that_is_no_longer_there_is_told_as_gone() -> None:
    before = built("ignored", sample(step(3, "RUN apk add git", 9), wall_s=10))
    after = built("deps-first", sample(step(3, "COPY . .", 0.1), wall_s=1))
    assert told("code-edit.wall_s", before, after) == "line 3, apk add git: 9.0\u00a0s, now gone"


def test_nothing_is_told_where_no_line_is_enough_to_explain_it() -> None:
    many = [step(n, f"RUN step{n}", 2.0) for n in range(1, 11)]
    before = built("ignored", sample(*many, wall_s=20))
    after = built("deps-first", sample(wall_s=0.1))
    assert told("code-edit.wall_s", before, after) == ""


def test_nothing_is_told_where_it_is_too_close_or_not_measured() -> None:
    one = built("ignored", sample(step(5, "RUN go build .", 20), wall_s=20.0))
    other = built("deps-first", sample(step(5, "RUN go build .", 20), wall_s=20.5))
    assert told("code-edit.wall_s", one, other) == ""
    assert told("code-edit.wall_s", one, built("deps-first")) == ""


def test_a_disturbed_run_explains_nothing() -> None:
    calm = sample(step(5, "RUN go build .", 20.0), wall_s=21.0)
    disturbed = msgspec.structs.replace(
        sample(step(5, "RUN go build .", 90.0), wall_s=99.0), disturbed="another build"
    )
    after = built("deps-first", sample(step(5, "RUN go build .", 1.0), wall_s=1.5))
    assert "20.0" in told("code-edit.wall_s", built("ignored", calm, disturbed), after)


def test_an_image_is_smaller_by_the_layers_that_it_lacks() -> None:
    before = weighed(
        "simple",
        ("ADD rootfs.tar /", 218_000_000),
        ("COPY . . # buildkit", 44_100_000),
        ("RUN /bin/sh -c go build -o product-catalog . # buildkit", 190_000_000),
    )
    after = weighed(
        "multi-stage",
        ("ADD alpine.tar /", 2_200_000),
        ("COPY /usr/src/app/product-catalog ./ # buildkit", 14_000_000),
    )
    assert told("image.unpacked_bytes", before, after).replace("\u00a0", " ") == (
        "base image: 218 MB, now 2.2 MB; go build: 190 MB, now gone; COPY . .: 44.1 MB, now gone"
    )
    grown = told("image.unpacked_bytes", after, before)
    assert "go build: 190\u00a0MB more" in grown
    assert "product-catalog" not in grown


def test_only_files_that_were_surely_left_out_of_a_context_are_named() -> None:
    def sent(variant_id: str, count: int, *files: tuple[str, int]) -> VariantResult:
        listed = tuple(FileSize(*one) for one in files)
        facts = ContextFacts(sum(one.bytes for one in listed), count, listed)
        return VariantResult(COURSE.variants[variant_id], None, facts, {})

    before = sent("multi-stage", 34, (".git/pack", 31_500_000), ("out/app", 12_600_000), ("a", 9))
    after = sent("ignored", 17, ("go.sum", 3708), ("main.go", 2719))
    words = told("context.bytes", before, after).replace("\u00a0", " ")
    assert words == "left out, of the largest files: .git/ 31.5 MB, out/ 12.6 MB"
    assert told("context.files", after, sent("simple", 2, ("go.sum", 3708))) == ""


def test_steps_that_are_gone_are_named() -> None:
    before = built(
        "cache-both",
        sample(step(3, "COPY go.mod ./", 0), step(4, "RUN go build .", 1), wall_s=1),
        scenario="cold",
    )
    after = built("mounted", sample(step(5, "RUN go build -o /a .", 1), wall_s=1), scenario="cold")
    assert told("cold.total_steps", before, after) == "gone: COPY go.mod"
