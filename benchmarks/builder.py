"""One variant built again and again: by us as the runner does it, and by the docker command.

Both build the same files from the same Dockerfile with a cache namespace of their own, and label
what they make. The variants that are measured have no cache mounts, so nothing stays in the
namespaces; leaving the context takes the image and the workspace away.
"""

import secrets
import shutil
import time
from pathlib import Path
from typing import Self

from benchmarks.docker_cli import DockerCli
from benchmarks.engine import Bench
from benchmarks.process import seconds_of
from benchmarks.result import NotMeasurableError
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildFailed, BuildFinished
from walkthrough.build.order import NAMESPACE_ARGUMENT
from walkthrough.build.rewrite import rewrite_bases
from walkthrough.course.model import Variant
from walkthrough.engine.images import image_id_of, remove_own_image, remove_own_name
from walkthrough.engine.naming import CACHE_NAMESPACE_PREFIX, IMAGE_PREFIX, SESSION_LABEL
from walkthrough.measure.series import Series
from walkthrough.workspace.layout import lay_out


class OurBuilder:
    """Through the Engine API driver, from a series of the runner's kind.

    Timed from before the context is looked at to the build's last event.
    """

    def __init__(self, bench: Bench, name: str, work: Path) -> None:
        self._bench = bench
        self._variant = bench.variant(name, "ours")
        self._work = work
        self._driver = EngineApiDriver(bench.engine.client)
        self._series: Series | None = None
        self.tag = f"{IMAGE_PREFIX}{self._variant.id}:latest"

    def cold(self) -> float:
        """In a new workspace and a new namespace, without any cache."""
        if self._series is not None:
            self._series.remove()
        self._series = Series(self._variant, self._bench.app, self._work)
        return self._build(self._series, no_cache=True)

    def unchanged(self) -> float:
        """The last build once more."""
        assert self._series is not None
        return self._build(self._series, no_cache=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        remove_own_name(self._bench.engine.client, self.tag)
        if self._series is not None:
            self._series.remove()

    def _build(self, series: Series, no_cache: bool) -> float:
        client = self._bench.engine.client
        previous = image_id_of(client, self.tag)
        began = time.perf_counter()
        request = series.request(
            series.context(), self._bench.session, self._bench.bases, no_cache=no_cache
        )
        events = list(self._driver.build(request))
        seconds = time.perf_counter() - began
        last = events[-1]
        if isinstance(last, BuildFailed):
            raise NotMeasurableError(f"Our build of {self._variant.id} failed: {last.reason}")
        if previous and isinstance(last, BuildFinished) and previous != last.image_id:
            remove_own_image(client, previous)
        return seconds


class CliBuilder:
    """By the docker command, from the process's start to its end.

    In a folder that holds the variant's build context, which is removed afterwards.
    """

    def __init__(self, bench: Bench, variant: Variant, folder: Path, cli: DockerCli) -> None:
        self._bench = bench
        self._cli = cli
        self._variant = variant
        self._folder = folder
        text = rewrite_bases(variant.dockerfile, bench.bases, variant.build_args)
        (folder / "Dockerfile").write_text(text, encoding="utf-8", newline="\n")
        self._namespace = ""
        self.tag = f"{IMAGE_PREFIX}{variant.id}:latest"

    @classmethod
    def of_course(cls, bench: Bench, name: str, work: Path, cli: DockerCli) -> Self:
        """For a variant of the course."""
        variant = bench.variant(name, "cli")
        return cls(bench, variant, lay_out(variant, bench.app, work / variant.id).root, cli)

    def cold(self) -> float:
        """In a new namespace, without any cache."""
        self._namespace = CACHE_NAMESPACE_PREFIX + secrets.token_hex(8)
        return self._build("--no-cache")

    def unchanged(self) -> float:
        """The last build once more."""
        return self._build()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        remove_own_name(self._bench.engine.client, self.tag)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _build(self, *options: str) -> float:
        assert self._namespace, "a build without a namespace could delete a user's cache mounts"
        client = self._bench.engine.client
        previous = image_id_of(client, self.tag)
        build_args = {**self._variant.build_args, NAMESPACE_ARGUMENT: self._namespace}
        target = [f"--target={self._variant.target}"] if self._variant.target else []
        command = [
            *self._cli.build,
            *options,
            *target,
            *(f"--build-arg={name}={value}" for name, value in build_args.items()),
            f"--label={SESSION_LABEL}={self._bench.session}",
            f"--tag={self.tag}",
            str(self._folder),
        ]
        seconds = seconds_of(command, self._cli.environment)
        if previous and previous != image_id_of(client, self.tag):
            remove_own_image(client, previous)
        return seconds
