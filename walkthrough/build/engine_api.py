"""The driver that builds through the engine's own HTTP API, without a client program."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakValueDictionary

import docker

from walkthrough.build.exchange import Exchange
from walkthrough.build.model import BuildEvent, BuildRequest
from walkthrough.build.order import Order
from walkthrough.errors import BadInputError


class EngineApiDriver:
    """Builds with `POST /build?version=2`; a BuildDriver.

    `client` may be shared: a build and its cancelling use connections of their own.
    """

    def __init__(self, client: docker.APIClient) -> None:
        self._client = client
        self._exchanges: WeakValueDictionary[str, Exchange] = WeakValueDictionary()

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        """Build and yield what happens; the last event is BuildFinished or BuildFailed.

        Closing the iterator cancels the build. Raises BadInputError for a request without a cache
        namespace, NoUsableEngineError where no engine with BuildKit answers, and whatever
        WalkthroughError the context raises while it is read.
        """
        if not request.cache_namespace.strip():
            raise BadInputError(
                f"The build of {request.tag} has no cache namespace.",
                "An engine that builds without its cache deletes cache mounts; only a namespace "
                "keeps it from deleting yours.",
                "Give the request a cache namespace of its own.",
            )
        daemon: Any = self._client
        order = Order(request, daemon._proxy_configs.get_environment())
        exchange = Exchange(self._client, order)
        self._exchanges[request.id] = exchange
        return exchange.events()

    def cancel(self, request_id: str) -> None:
        """End a running build within a second; unknown ids are ignored."""
        exchange = self._exchanges.get(request_id)
        if exchange is not None:
            exchange.cancel()
