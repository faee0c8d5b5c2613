#!/usr/bin/env bash
# Writes the two lock files anew from pyproject.toml: exact versions and the hashes of
# every published file of each, without any index address. Pins stay where they still
# fit; `--upgrade` moves them all.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=build/lock-tools
if [ ! -x "$tools/bin/uv" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet uv
fi

compile() {
    "$tools/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url \
        "${extra[@]}" pyproject.toml --output-file "$@"
}
extra=("$@")

compile packaging/lock/runtime.txt
extra+=(--constraint packaging/lock/runtime.txt)
compile packaging/lock/dev.txt --group dev

if grep -nE '://|^--(index|extra|find)' packaging/lock/*.txt; then
    echo "A lock file names an index; see the lines above." >&2
    exit 1
fi
