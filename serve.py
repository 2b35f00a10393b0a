"""The production server: `python serve.py` answers where LISTEN says, in WORKERS processes of THREADS threads.

Each process loads the application by itself, so that no connection of a database is shared. A slow connection costs
none of its threads until a request has its headers, and none after an answer that is in memory.
"""

from __future__ import annotations

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from config import Settings

# An address and the headers have so much room, and so many milliseconds; a connection that waits is let go after them.
HEADER_BYTES, HEADER_TIME = 64 * 1024, 15_000
# So many seconds a request that was begun has to its end when the server stops.
LONGEST_STOP = 10
# The server says when a process ended or the application failed; of a failure it says where, not what.
LOGGING = {
    "filters": {"places": {"()": "consult.web.log.PlacesAlone"}},
    "formatters": {"generic": {"format": "[%(levelname)s] %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "generic", "filters": ["places"]}
    },
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def server(app: str, settings: Settings) -> MPServer:
    """Return the server of an application, given as ``module:name``. It writes no access log: ours does."""
    host, _, port = settings.listen.rpartition(":")
    return MPServer(
        app,
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_STOP,
        http1_settings=HTTP1Settings(max_buffer_size=HEADER_BYTES, header_read_timeout=HEADER_TIME),
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
    )


if __name__ == "__main__":
    server("wsgi:app", Settings()).serve()
