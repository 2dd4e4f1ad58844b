"""A variant laid out on disk and the cache namespace that its builds share.

A series begins with a cold build (or one that only fills the cache, or finds what the series before
`left` there); the edits of later scenarios happen in the same workspace and meet the same caches.
"""

import secrets
from pathlib import Path

from walkthrough.build.model import BuildRequest
from walkthrough.build.timing import BuildSummary
from walkthrough.course.model import Edit, Variant
from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL, new_cache_namespace
from walkthrough.measure.explain import explain
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.inputs import BuildInputs, with_digests
from walkthrough.measure.model import CachesLeft
from walkthrough.measure.sample import timings
from walkthrough.workspace.context import Context
from walkthrough.workspace.edit import apply_edit
from walkthrough.workspace.layout import lay_out
from walkthrough.workspace.work_folder import WorkFolder


class Series:
    """Builds of one variant, one after the other, in one workspace and one namespace.

    The workspace is locked until `remove`: a context is looked at without the engine's turn, while
    others clean up.
    """

    def __init__(
        self, variant: Variant, app: Path, workspaces: Path, left: CachesLeft | None = None
    ) -> None:
        self.variant = variant
        self.namespace = left.namespace if left else new_cache_namespace()
        self.mounts_left = frozenset(left.mounts if left else ())
        self._last_inputs: BuildInputs | None = None
        self._build_args = dict(variant.build_args)
        self._folder = WorkFolder(workspaces / f"{variant.id}-{secrets.token_hex(4)}")
        try:
            self._workspace = lay_out(variant, app, self._folder.path)
        except BaseException:
            self._folder.remove()
            raise

    @property
    def left(self) -> CachesLeft:
        """The caches as they are now, for another series to go on with."""
        return CachesLeft(self.namespace, tuple(sorted(self.mounts_left)))

    def edit(self, edit: Edit) -> None:
        """Make the scenario's edit, with a value that no build has seen."""
        nonce = secrets.token_hex(8)
        if edit.kind != "build-argument":
            apply_edit(self._workspace, edit, nonce)
            return
        self._build_args[edit.argument] = edit.text.replace("{nonce}", nonce)

    def context(self) -> Context:
        """The context as it stands now."""
        return Context(
            self._workspace.root, self._workspace.dockerfile_name, self.variant.dockerfile
        )

    def request(
        self, context: Context, session: str, bases: dict[str, str], no_cache: bool
    ) -> BuildRequest:
        """The request for the next build of the series."""
        return BuildRequest(
            id=secrets.token_hex(16),
            dockerfile=self.variant.dockerfile,
            dockerfile_name=self._workspace.dockerfile_name,
            context=context,
            cache_namespace=self.namespace,
            tag=f"{IMAGE_PREFIX}{self.variant.id}:latest",
            labels={SESSION_LABEL: session},
            target=self.variant.target,
            build_args=dict(self._build_args),
            bases=bases,
            no_cache=no_cache,
            platform=self.variant.platform,
        )

    def explain(self, inputs: BuildInputs, summary: BuildSummary) -> tuple[MissCause, ...]:
        """Why steps of the build just made were not cached, compared with the one before it.

        Without causes for the first of the series; the next one is compared with `inputs`.
        """
        built_from = with_digests(inputs, summary.bases)
        last, self._last_inputs = self._last_inputs, built_from
        return () if last is None else explain(last, built_from, timings(summary))

    def remove(self) -> None:
        """Remove the workspace; the namespace's cache mounts stay until `walkthrough clean`."""
        self._folder.remove()
