#!/bin/sh
# Fails where a program is missing that `make test-all` needs, and says how to get it.
set -eu

missing=""
for tool in node npm; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"

if [ -n "$missing" ]; then
    echo "make test-all: missing:$missing" >&2
    echo "On Debian run: sudo apt-get install nodejs npm chromium    (\`make test\` needs none of them)" >&2
    exit 1
fi
