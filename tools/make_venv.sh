#!/usr/bin/env bash
# Make .venv with the first Python that is new enough, and put uv into it, which installs the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "A Python of at least 3.11 with venv and pip is needed; on Debian: apt-get install python3-venv python3-pip." >&2
  return 1
}

if [ ! -x .venv/bin/python ]; then
  "$(find_python)" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-install.txt ||
  echo "uv could not be installed; pip will do its work, more slowly." >&2
