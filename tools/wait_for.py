"""Wait until an address answers: `python tools/wait_for.py URL PID...`; fails when one of the processes ends first."""

import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 60.0


def answers(url: str) -> bool:
    """Whether the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - the address is our own
            return bool(response.status == 200)  # noqa: PLR2004 - the HTTP status of success
    except OSError:
        return False


def alive(pid: str) -> bool:
    """Whether the process runs; one that ended but was not waited for yet counts as ended."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        # Where there is no /proc, the waiting alone decides.
        return not Path("/proc/self").exists()


def main() -> int:
    """Return 0 once the address answers, 1 when it never will."""
    url, *pids = sys.argv[1:]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(map(alive, pids)):
        if answers(url):
            return 0
        time.sleep(0.2)
    return 1


if __name__ == "__main__":
    sys.exit(main())
