#!/usr/bin/env bash
# Install what cuts the typeface down (fontTools). The product runs without it, in the fonts of the reader's system.
set -uo pipefail
cd "$(dirname "$0")/.."

if bash tools/install.sh requirements-build.txt; then
  exit 0
fi
cat >&2 <<'END'
What cuts the typeface could not be installed (see above): pages are shown in system fonts until it can be.
The next `make run` or `make setup` tries again; nothing else is needed.
END
exit 1
