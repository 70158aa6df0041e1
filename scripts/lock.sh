#!/bin/sh
# Rewrites constraints.txt from pyproject.toml: lock.sh UV [--upgrade]. Releases that still fit stay as they are.
set -eu
uv=$1
shift

command -v "$uv" >/dev/null || {
    echo "make lock: uv is not installed: run: .venv/bin/python -m pip install uv, then: make lock UV=.venv/bin/uv" >&2
    exit 1
}

new=$(mktemp)
trap 'rm -f "$new"' EXIT
if [ -f constraints.txt ]; then cp constraints.txt "$new"; fi
"$uv" pip compile pyproject.toml --extra dev --universal --python-version 3.11 --quiet \
    --no-header --no-annotate --no-emit-index-url --output-file "$new" "$@" >/dev/null
{
    echo "# Every release that Anxin is tested with; written by \`make lock\`, read by \`make setup\`."
    cat "$new"
} >constraints.txt
