"""A real nginx with the configuration that operators are given, on the loopback address, and what it is asked."""

from __future__ import annotations

import grp
import http.client
import os
import pwd
import signal
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.databases import ROOT
from tests.faults.server import PATIENCE, NoServerError

CONFIGURATION = ROOT / "docs" / "nginx.conf"
# What Debian's own file says around a site, and folders that are ours to write in.
AROUND = """
user {user} {group};
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/log/main.log error;
events {{ worker_connections 256; }}
http {{
    gzip on;
    access_log {folder}/log/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
# The header in which `telling` says for whom the application takes the asker.
SEEN = "X-Seen"
_TLS = ("# listen ", "# ssl_certificate")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def kept(self) -> str:
        """What nginx did: MISS, HIT, BYPASS; empty where it answered by itself."""
        return self.headers.get("X-Cache", "")


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def site(text: str, changed: dict[str, str]) -> str:
    """Return the configuration with other ports, names and folders, each of which stands in it, and TLS switched on."""
    for old, new in changed.items():
        assert old in text, old
        text = text.replace(old, new)
    lines = text.splitlines(keepends=True)
    tls = [number for number, line in enumerate(lines) if line.lstrip().startswith(_TLS)]
    assert len(tls) == 3
    for number in tls:
        lines[number] = lines[number].replace("# ", "", 1)
    return "".join(lines)


def ask(
    port: int, path: str, body: bytes | None = None, *, method: str = "", source: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None, headers: dict[str, str] | None = None,
) -> Answer:  # fmt: skip
    """Ask a server of this machine, by GET, or by POST where there is a body."""
    connection: http.client.HTTPConnection
    if tls is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    else:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=20, source_address=(source, 0), context=tls
        )
    try:
        connection.request(method or ("POST" if body else "GET"), path, body, headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


class Nginx:
    """An nginx in front of a server of ours; every process of it is ours to end."""

    def __init__(self, program: str, upstream: int, folder: Path) -> None:
        """Write down its configuration and a certificate of its own."""
        self.program, self.folder = program, folder
        self.port, self.tls_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "log").mkdir(parents=True)
        self._certify()
        changed = {
            "127.0.0.1:8000": f"127.0.0.1:{upstream}", "listen 80;": f"listen 127.0.0.1:{self.port};",
            "listen 443": f"listen 127.0.0.1:{self.tls_port}", "consult.example.org": "127.0.0.1",
            "/var/cache/consult": f"{folder}/kept", "/var/log/nginx": f"{folder}/log",
            "/etc/ssl/consult": str(folder),
        }  # fmt: skip
        text = CONFIGURATION.read_text(encoding="utf-8")
        (folder / "site.conf").write_text(site(text, changed), encoding="utf-8")
        user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        around = AROUND.format(user=user, group=group, folder=folder)
        (folder / "nginx.conf").write_text(around, encoding="utf-8")

    def check(self) -> subprocess.CompletedProcess[str]:
        """Let nginx say what it thinks of the configuration."""
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True, check=False)  # noqa: S603 - ours

    def start(self) -> None:
        """Start it and wait until it listens."""
        with (self.folder / "log" / "started.log").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own
                self._command(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 0.2).close()
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise NoServerError(self.logs()) from None
                time.sleep(0.05)

    def stop(self) -> None:
        """End all its processes."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(PATIENCE)

    def logs(self) -> str:
        """Return whatever it wrote down, with the names of the files."""
        return "".join(f"{path.name}:\n{path.read_text()}" for path in (self.folder / "log").iterdir())

    def kept(self) -> bytes:
        """Return whatever pages it keeps."""
        return b"".join(path.read_bytes() for path in (self.folder / "kept").rglob("*") if path.is_file())

    def ask(
        self, path: str, body: bytes | None = None, *, method: str = "", source: str = "127.0.0.1",
        headers: dict[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """Ask it from an address of this machine."""
        return ask(self.port, path, body, method=method, source=source, headers=headers)

    def tls(self) -> ssl.SSLContext:
        """Return what believes its certificate."""
        return ssl.create_default_context(cafile=self._certificate)

    @property
    def _certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    def _command(self) -> list[str]:
        return [
            self.program,
            "-e",
            str(self.folder / "log" / "main.log"),
            "-c",
            str(self.folder / "nginx.conf"),
        ]

    def _certify(self) -> None:
        command = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(self.folder / "privkey.pem"), "-out", str(self._certificate),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours
