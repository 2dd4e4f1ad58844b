"""What a pull's progress makes of the engine's lines."""

from typing import Any

import pytest

from walkthrough.engine.pull import LayersPulled

DOWNLOADING: dict[str, Any] = {
    "id": "a",
    "status": "Downloading",
    "progressDetail": {"current": 30, "total": 100},
}


@pytest.mark.parametrize(
    "line",
    [
        {"id": "a", "status": "Verifying Checksum"},
        {"id": "a", "status": "Download complete"},
        {"id": "a", "status": "Extracting", "progressDetail": {"current": 1, "total": 100}},
        {"id": "a", "status": "Pull complete"},
        {"status": "Status: Downloaded newer image for a:1"},
    ],
    ids=lambda line: line["status"],
)
def test_a_layer_is_whole_when_the_engine_is_past_its_download(line: dict[str, Any]) -> None:
    layers = LayersPulled("a:1")
    assert layers.after(DOWNLOADING).current_bytes == 30
    progress = layers.after(line)
    assert (progress.current_bytes, progress.total_bytes) == (100, 100)
