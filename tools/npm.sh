#!/usr/bin/env bash
# npm.sh ARGUMENT...: run npm with them. Where the machine has none, Node comes as a Python wheel into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v node >/dev/null && command -v npm >/dev/null; then
  exec npm "$@"
fi
if [ ! -x .venv/bin/npm ]; then
  bash tools/install.sh requirements-node.txt >&2
fi
PATH="$PWD/.venv/bin:$PATH" exec .venv/bin/npm "$@"
