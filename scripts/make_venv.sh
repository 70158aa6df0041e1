#!/bin/sh
# Makes the virtual environment unless a usable one is there: make_venv.sh PYTHON FOLDER. Every refusal is one line.
set -eu
python=$1
venv=$2

refuse() {
    echo "make: $1" >&2
    exit 1
}

usable='import pip, sys; sys.exit(sys.version_info < (3, 11))'
if "$venv/bin/python" -c "$usable" 2>/dev/null; then
    exit 0
fi

command -v "$python" >/dev/null ||
    refuse "$python is not installed: install Python 3.11 or later, or name one: make PYTHON=python3.12 ..."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    refuse "$("$python" --version 2>&1) is too old: Anxin needs Python 3.11 or later; name one: make PYTHON=python3.12 ..."
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    refuse "$python cannot make virtual environments: on Debian and Ubuntu run: sudo apt-get install python3-venv"

"$python" -m venv --clear "$venv"
