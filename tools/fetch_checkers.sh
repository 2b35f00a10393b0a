#!/usr/bin/env bash
# Fetch what tests/accessible reads pages with: axe-core, the Nu checker of HTML, and a Java for it where there is none.
# Without them the site works; the tests that need them fail and say so.
set -uo pipefail
cd "$(dirname "$0")/.."

fetch() {
  bash tools/npm.sh ci --no-audit --no-fund --ignore-scripts --loglevel=error \
    --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=30000 || return
  java -version >/dev/null 2>&1 || bash tools/install.sh requirements-java.txt
}

fetch || {
  echo "The checkers of pages could not be fetched (see above): the tests in tests/accessible fail until they can be." >&2
  echo "The next make tries again." >&2
  exit 1
}
