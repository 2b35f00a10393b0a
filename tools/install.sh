#!/usr/bin/env bash
# install.sh REQUIREMENTS: install a lock file into .venv, every file checked against its hash, and compile it, so
# that a start does not pay for that. uv takes seconds where pip takes minutes; pip serves where uv has no wheel.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Installing $1 into .venv"
if [ -x .venv/bin/uv ]; then
  VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes --compile-bytecode -r "$1" && exit
  echo "uv could not install it; trying pip." >&2
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
