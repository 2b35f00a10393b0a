#!/usr/bin/env bash
# Start the demonstration: migrate, load its data once, then serve. The web server and the worker live and die
# together: Ctrl-C ends both, and when one of them ends by itself the other is ended too.
set -euo pipefail
cd "$(dirname "$0")/.."

export ENVIRONMENT="${ENVIRONMENT:-demonstration}"
export PORT="${PORT:-8000}"
export BASE_URL="${BASE_URL:-http://127.0.0.1:$PORT}"
export VAR_DIR="${VAR_DIR:-var}"
PATH="$PWD/.venv/bin:$PATH"
mkdir -p "$VAR_DIR"

flask --app wsgi database upgrade
if [ "$ENVIRONMENT" = demonstration ] && [ ! -e "$VAR_DIR/demonstration-loaded" ]; then
  flask --app wsgi demo load
  touch "$VAR_DIR/demonstration-loaded"
fi

children=()
finish() {
  trap - EXIT INT TERM
  if [ "${#children[@]}" -gt 0 ]; then
    kill -TERM "${children[@]}" 2>/dev/null || true
    wait "${children[@]}" 2>/dev/null || true
  fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The access log, which names nobody, is kept out of the terminal of a demonstration.
export ACCESS_LOG="${ACCESS_LOG:-false}"
LISTEN="127.0.0.1:$PORT" python serve.py &
children+=($!)
huey_consumer consult.jobs.worker.huey --workers 1 --quiet &
children+=($!)

if python tools/wait_for.py "http://127.0.0.1:$PORT/healthz" "${children[@]}"; then
  printf '\n  %s\n\n' "$BASE_URL/"
  if [ "$ENVIRONMENT" = demonstration ]; then
    flask --app wsgi demo accounts
    printf '\nCtrl-C ends it.\n'
  fi
fi
status=0
wait -n "${children[@]}" || status=$?
echo "The web server or the worker ended (status $status); ending the other." >&2
exit "$status"
