"""Build requests for tests that need no engine."""

from collections.abc import Iterator

from walkthrough.build.model import BuildRequest


class NoContext:
    """A context of no bytes."""

    def chunks(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())


def request(request_id: str = "one") -> BuildRequest:
    """A request that a recorded or fake driver takes."""
    return BuildRequest(
        id=request_id,
        dockerfile="FROM scratch\n",
        dockerfile_name="Dockerfile",
        context=NoContext(),
        cache_namespace="test",
        tag="walkthrough.local/test-unit:1",
    )
