"""Images as an engine saves them, made of layers in memory, in both layouts."""

import gzip
import json
from collections.abc import Sequence

from tests.unit.image.archives import in_pieces, manifest, tar
from walkthrough.engine.image_files_archive import read_image_files
from walkthrough.engine.image_files_index import ImageFiles

IMAGE_ID = "sha256:" + "1" * 64


def image_configuration(
    made_by: Sequence[str], entrypoint: Sequence[str], working_folder: str
) -> bytes:
    """A configuration with a layer for each of these lines that starts `entrypoint`."""
    return json.dumps(
        {
            "config": {"Entrypoint": list(entrypoint) or None, "WorkingDir": working_folder},
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{line}" for line in made_by]},
            "history": [{"created_by": line} for line in made_by],
        }
    ).encode()


def older_archive(
    layers: Sequence[bytes],
    entrypoint: Sequence[str] = (),
    working_folder: str = "",
    made_by: Sequence[str] = (),
) -> bytes:
    """As 20.10 saves: a folder a layer, the layers in no order, the manifest last."""
    names = [f"{number:02x}/layer.tar" for number in range(len(layers))]
    lines = made_by or _lines(len(layers))
    files = {"c0.json": image_configuration(lines, entrypoint, working_folder)}
    for name, layer in reversed(list(zip(names, layers, strict=True))):
        files |= {f"{name[:2]}/VERSION": b"1.0", name: layer}
    return tar(files | {"manifest.json": manifest("c0.json", names)})


def oci_archive(layers: Sequence[bytes], entrypoint: Sequence[str] = ()) -> bytes:
    """As 25 and later save: compressed blobs by digest, the manifest between them."""
    names = [f"blobs/sha256/{number:064x}" for number in range(len(layers))]
    config = "blobs/sha256/" + "c" * 64
    files = {config: image_configuration(_lines(len(layers)), entrypoint, "")}
    files |= {"manifest.json": manifest(config, names), "oci-layout": b"{}"}
    files |= {name: gzip.compress(layer) for name, layer in zip(names, layers, strict=True)}
    return tar(files)


def saved(*layers: bytes, entrypoint: Sequence[str] = (), working_folder: str = "") -> ImageFiles:
    """The files of an image of these layers."""
    archive = older_archive(layers, entrypoint, working_folder)
    return read_image_files(in_pieces(archive), IMAGE_ID)


def _lines(count: int) -> list[str]:
    return [f"RUN line {number}" for number in range(count)]
