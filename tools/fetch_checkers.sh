#!/usr/bin/env bash
# Fetch what tests/accessible reads pages with: axe-core, the Nu checker of HTML, and a Java for it where there is none.
# Without them the site works; the tests that need them fail and say so.
set -uo pipefail
cd "$(dirname "$0")/.."

fetch() {
  bash tools/npm.sh ci --no-audit --no-fund --ignore-scripts --loglevel=error || return
  java -version >/dev/null 2>&1 || bash tools/install.sh requirements-java.txt
}

fetch || {
  echo "The checkers of pages could not be fetched (see above): the tests in tests/accessible will fail." >&2
  exit 1
}
