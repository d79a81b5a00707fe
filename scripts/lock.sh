#!/usr/bin/env bash
# Write requirements.lock: one exact version of every package, for Python 3.10 to 3.13 on any
# system. The CUDA companions of torch are left out on purpose: a CPU build wants none, and
# pip resolves those that another build of torch asks for by itself.
set -euo pipefail
cd "$(dirname "$0")/.."

compiled=$(mktemp)
trap 'rm -f "$compiled"' EXIT
python=.venv/bin/python
"$python" -m uv --version >/dev/null 2>&1 || "$python" -m pip install --quiet uv
"$python" -m uv pip compile --quiet --universal --python-version 3.10 --no-header --no-annotate \
    requirements.txt requirements-dev.txt -o "$compiled" "$@"
{
    echo "# Written by scripts/lock.sh from requirements.txt and requirements-dev.txt."
    grep -Ev '^(nvidia-|cuda-|triton)' "$compiled"
} >requirements.lock
