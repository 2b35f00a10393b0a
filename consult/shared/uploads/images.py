"""Images are made anew from their pixels: where and with what a picture was taken does not come along."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from consult.shared.errors import DomainError

# Unpacked, a picture takes four bytes for each of them, and is held twice.
MOST_PIXELS = 25_000_000
_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def made_anew(file: IO[bytes], kind: str) -> IO[bytes]:
    """Return the first picture of an image of that kind, encoded anew, with nothing beside its pixels.

    Raises DomainError: ``image-too-large`` before anything is unpacked, ``file-broken``.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where it is used: every start would pay for it

    file.seek(0)
    try:
        with Image.open(file, formats=(_FORMATS[kind],)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise DomainError("image-too-large", field="file", most=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(opened)
            mode = "RGB" if kind == "jpg" else ("RGBA" if _see_through(upright) else "RGB")
            pixels = upright.convert(mode)
        pixels.info.clear()
        made = BytesIO()
        pixels.save(made, format=_FORMATS[kind], **({"quality": 90} if kind != "png" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError("image-too-large", field="file", most=MOST_PIXELS // 1_000_000) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DomainError("file-broken", field="file") from error
    made.seek(0)
    return made


def _see_through(image: object) -> bool:
    mode, info = getattr(image, "mode", ""), getattr(image, "info", {})
    return mode in {"RGBA", "LA", "PA"} or "transparency" in info
