#!/bin/sh
# Write constraints.txt anew from pyproject.toml: versions and hashes, no URLs.
set -eu
cd "$(dirname "$0")/.."
uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
  --python-version 3.11 --group dev pyproject.toml -o constraints.txt
