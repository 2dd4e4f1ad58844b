#!/bin/sh
# All tests. Those that need no engine run beside those that do, with what these leave of the
# processors; what builds the course waits until they have ended, because it measures.
set -u
cd "$(dirname "$0")/.."
left=$(mktemp -d)
trap 'rm -rf "$left"' EXIT

(
    nice -n 10 .venv/bin/pytest --ignore=tests/engine --numprocesses=auto --dist=worksteal \
        >"$left/said" 2>&1
    echo $? >"$left/ending"
    mv "$left/ending" "$left/ended"
) &
WALKTHROUGH_TESTS_BESIDE="$left/ended" .venv/bin/pytest tests/engine
with_engine=$?
wait

cat "$left/said"
test "$with_engine" -eq 0 && test "$(cat "$left/ended")" -eq 0
