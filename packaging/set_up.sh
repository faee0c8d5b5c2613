#!/usr/bin/env bash
# Installs what a fresh machine lacks, and says so; does nothing when nothing is missing.
#
#   packaging/set_up.sh run     what the app needs: system libraries, Python packages
#   packaging/set_up.sh check   the checkers too; no system libraries
#   packaging/set_up.sh test    the checkers and the real parts that the tests start
#   packaging/set_up.sh core    .venv-core: what the tests of the core need, without Qt
#
# PYTHON=… chooses the Python that makes the environment.
set -euo pipefail
cd "$(dirname "$0")/.."

goal="${1:?run, check, test or core}"
case "$goal" in
    run) venv=.venv lock=packaging/lock/runtime.txt apt_lists=(run) ;;
    check) venv=.venv lock=packaging/lock/dev.txt apt_lists=() ;;
    test) venv=.venv lock=packaging/lock/dev.txt apt_lists=(run test) ;;
    core) venv=.venv-core lock=packaging/lock/dev.txt apt_lists=() ;;
    *)
        echo "set_up.sh: unknown goal $goal" >&2
        exit 2
        ;;
esac
apt_files=()
for list in "${apt_lists[@]}"; do apt_files+=("packaging/apt/$list.txt"); done

say() { printf '\033[1mset-up:\033[0m %s\n' "$*"; }
give_up() {
    printf 'set-up: %s\n' "$*" >&2
    exit 1
}

# Nothing missing: leave at once.
stamp="$venv/.set-up-$goal"
fingerprint="$(cat packaging/set_up.sh "$lock" "${apt_files[@]}" | sha256sum) $PWD"
if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$fingerprint" ]; then
    exit 0
fi

# A Python that can make environments.
fits() {
    "$1" - 2>/dev/null <<'CHECK'
import ensurepip, sys, venv
sys.exit(not (3, 11) <= sys.version_info < (3, 14))
CHECK
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 /usr/bin/python3}; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            python="$candidate"
            return 0
        fi
    done
    return 1
}

# Prints the packages among the arguments that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        case "$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null)" in
            *ii*) ;;
            *) echo "$package" ;;
        esac
    done
}

install_packages() {
    local -a as_root=()
    say "system packages through apt: $*"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || give_up "root rights are needed, and there is no sudo;" \
            "please have this run once: apt-get install --no-install-recommends $*"
        as_root=(sudo)
    fi
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -o DPkg::Lock::Timeout=550 -q)
    "${apt[@]}" update || say "some package lists could not be refreshed; going on"
    "${apt[@]}" install --yes --no-install-recommends "$@" ||
        give_up "apt could not install: $*"
}

wanted=()
if [ ${#apt_files[@]} -gt 0 ]; then
    mapfile -t wanted < <(grep --no-filename --invert-match '^#' "${apt_files[@]}")
fi
python=
if ! [ -x "$venv/bin/python" ] && ! find_python; then
    [ -z "${PYTHON:-}" ] || give_up "$PYTHON is no Python 3.11 to 3.13 with venv and ensurepip"
    say "no Python 3.11 to 3.13 with its venv module here"
    wanted+=(python3 python3-venv)
fi
if [ ${#wanted[@]} -gt 0 ]; then
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        mapfile -t missing < <(missing_packages "${wanted[@]}")
        if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
    else
        say "this system has no apt; if something is missing, install what these stand for:" \
            "${wanted[*]}"
    fi
fi

if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    [ -n "$python" ] || find_python ||
        give_up "Python 3.11, 3.12 or 3.13 with its venv module is needed (Debian 12 has it:" \
            "python3 python3-venv)"
    say "$venv made by $("$python" --version) ($(command -v "$python"))"
    "$python" -m venv --clear "$venv"
fi

requirements="$lock"
if [ "$goal" = core ]; then
    requirements="$venv/requirements.txt"
    awk '/^[a-z]/ { keep = !/^(pyside6-essentials|shiboken6|qasync|pytest-qt|ruff|mypy|import-linter)==/ } keep' \
        "$lock" >"$requirements"
fi
say "Python packages into $venv: $(grep --count '^[a-z]' "$requirements") pinned in $lock"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps \
    --require-hashes --only-binary :all: --requirement "$requirements" ||
    give_up "pip could not install what $requirements names"

# The project itself is not copied: a path file finds it, and a small script starts it.
# An installed editable project would cost each hook call an import hook.
site="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
echo "$PWD" >"$site/switchhook.pth"
if [ "$goal" != core ]; then
    launcher="$venv/bin/switchhook"
    shebang="#!$PWD/$venv/bin/python"
    # the kernel reads no more than that, and splits at the first blank
    if [ ${#shebang} -gt 120 ] || [[ "$PWD" == *[[:space:]]* ]]; then
        shebang="#!/bin/sh
'''exec' \"$PWD/$venv/bin/python\" \"\$0\" \"\$@\"
' '''"
    fi
    cat >"$launcher.new" <<LAUNCHER
$shebang
import sys

from ui.__main__ import main

sys.exit(main())
LAUNCHER
    chmod 755 "$launcher.new"
    # so that the first call of a hook is as quick as the next
    "$venv/bin/python" -m compileall -q app connectors resources ui || true
    mv "$launcher.new" "$launcher"
fi

echo "$fingerprint" >"$stamp"
say "ready"
