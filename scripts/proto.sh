#!/bin/sh
# Regenerates the Python code for the engine's build trace from its .proto file. The generator
# leaves a type argument out of its stubs, which strict type checking wants: it is added.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m grpc_tools.protoc --proto_path=. --python_out=. --pyi_out=. \
    walkthrough/build/trace.proto
stub=walkthrough/build/trace_pb2.pyi
sed 's/, _Mapping\]/, _Mapping[str, object]]/g' "$stub" >"$stub.new"
mv "$stub.new" "$stub"
