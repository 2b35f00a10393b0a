#!/usr/bin/env bash
# Fetch the typeface that build_assets.py cuts down. Without it the site works, in the fonts of the reader's system.
# It gives up soon where there is no network, since whoever calls it tries again the next time.
set -uo pipefail
cd "$(dirname "$0")/.."

if bash tools/npm.sh ci --omit=dev --no-audit --no-fund --ignore-scripts --loglevel=error \
  --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=30000; then
  exit 0
fi
cat >&2 <<'END'
The typeface could not be fetched (npm failed, see above): pages are shown in system fonts until it can be.
The next `make run` or `make setup` tries again; nothing else is needed.
END
exit 1
