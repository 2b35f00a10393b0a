#!/usr/bin/env bash
# Fetch the typeface that build_assets.py cuts down. Without it the site works, in the fonts of the reader's system.
set -uo pipefail
cd "$(dirname "$0")/.."

if bash tools/npm.sh ci --omit=dev --no-audit --no-fund --ignore-scripts --loglevel=error; then
  exit 0
fi
cat >&2 <<'END'
The typeface could not be fetched (npm failed, see above): pages will be shown in system fonts.
Run `make clean setup` with a network to have it.
END
