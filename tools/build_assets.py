"""Build what browsers are served: one stylesheet, the typeface cut down to Arabic and English, the mark, the scripts.

Beside each text stands its compressed form, which the server sends to whoever takes it.

Run it as `python tools/build_assets.py [STAMP]`. Without node_modules, or without fontTools to cut the typeface, the
site is built all the same, in system fonts; STAMP is touched where nothing was missing.
Every name carries a hash of its content, so that an answer may be cached for ever; manifest.json maps the plain names.
"""

import gzip
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

try:
    import brotli
except ImportError:
    brotli = None
try:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
except ImportError:
    CUTTING = False
else:
    CUTTING = True

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import card  # noqa: E402 - found in the folder above, from where it is run by its path

STATIC = ROOT / "consult" / "static"
FONTS = ROOT / "node_modules" / "@fontsource" / "ibm-plex-sans-arabic"
FAMILY = "IBM Plex Sans Arabic"
WEIGHTS = (400, 700)

# The scripts' ranges serve twice: what is kept in the file, and what the browser fetches the file for.
# Arabic letters and marks of the language itself, both sets of digits, the ligature of blessing, joiners and isolates.
ARABIC = (
    "U+0600-063A,U+0640-0658,U+0660-066D,U+0670-0671,U+067E,U+0686,U+0698,U+06A4,U+06A9,U+06AF,U+06BE,U+06CC,U+06D4,"
    "U+06F0-06F9,U+200C-200F,U+202A-202E,U+2066-2069,U+FD3E-FD3F,U+FDF2,U+FDFA"
)
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0152-0153,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F-2030,U+2032-2033,"
    "U+2039-203A,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215"
)
SCRIPTS = {"arabic": ARABIC, "latin": LATIN}
PRINTED = (*SCRIPTS, "latin-ext")
LANGUAGES = {"ar": "arabic", "en": "latin"}
# What shapes the letters of both scripts and places their marks; built fractions, which nothing here asks for, go.
FEATURES = ("init", "medi", "fina", "rlig", "calt", "ccmp", "locl", "liga", "kern", "mark", "mkmk")

# Later rules win, so the order is part of the design. The thread comes before the parts that are laid on it.
HEAD = ("tokens", "base", "layout", "components/thread")
TAIL = ("desk", "last", "print")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file as it is served: its name in dist, its script and weight."""

    file: str
    script: str
    weight: int

    def rule(self) -> str:
        """Return the @font-face rule; the address is relative to the stylesheet beside it."""
        return (
            f'@font-face{{font-family:"{FAMILY}";font-weight:{self.weight};font-display:swap;'
            f'src:url("{self.file}") format("woff2");unicode-range:{SCRIPTS[self.script]}}}'
        )


def hashed(name: str, content: bytes) -> str:
    """Return the name with eight digits of the content's hash before its ending."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}"


def codepoints(ranges: str) -> set[int]:
    """Expand a unicode-range into the numbers it covers."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def subset(source: Path, ranges: str | None, *, family: str | None = None) -> bytes:
    """Return the font as woff2 with these characters alone, or all, and all joining and mark rules.

    With a ``family`` it is TrueType of that name instead, for what is set on paper: typst takes one file a family and
    weight, so that the two scripts need a name each.
    """
    options = Options()
    options.flavor = None if family else "woff2"
    options.layout_features = list(FEATURES)
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 13, 14]  # The licence stays with the letters.
    font = TTFont(source, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=codepoints(ranges) if ranges else font.getBestCmap())
    cutter.subset(font)
    font.flavor = options.flavor
    if family:
        style = font["name"].getDebugName(2)
        for name_id, name in (
            (1, family),
            (4, f"{family} {style}"),
            (6, f"{family}-{style}".replace(" ", "")),
        ):
            font["name"].setName(name, name_id, 3, 1, 0x409)
    kept = BytesIO()
    font.save(kept)
    return kept.getvalue()


def stylesheets(css: Path) -> list[Path]:
    """Return every stylesheet in the order of the cascade: components and pages by name between head and tail."""
    named = [css / f"{name}.css" for name in HEAD]
    tail = [css / f"{name}.css" for name in TAIL]
    between = [
        path
        for folder in ("components", "pages")
        for path in sorted((css / folder).glob("*.css"))
        if path not in named
    ]
    ordered = [*named, *between, *tail]
    if unknown := set(css.rglob("*.css")) - set(ordered):
        names = ", ".join(sorted(path.name for path in unknown))
        message = f"These stylesheets have no place in the order: {names}"
        raise SystemExit(message)
    return ordered


def light(css: str) -> str:
    """Drop comments, blank lines and the spaces at both ends of a line; nothing that could change a meaning."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip()) + "\n"


def packed(name: str, content: bytes) -> dict[str, bytes]:
    """Return the compressed forms of a text by their names; none of what is compressed already."""
    if not name.endswith((".css", ".js", ".svg")):
        return {}
    forms = {f"{name}.gz": gzip.compress(content, 9, mtime=0)}
    if brotli is not None:
        forms[f"{name}.br"] = brotli.compress(content, quality=11)
    return forms


def build_faces() -> dict[Face, bytes]:
    """Cut each font file; nothing where the package, or what cuts it, is not installed."""
    built: dict[Face, bytes] = {}
    if not CUTTING:
        return built
    for weight in WEIGHTS:
        for script, ranges in SCRIPTS.items():
            name = f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
            source = FONTS / "files" / name
            if not source.exists():
                return {}
            content = subset(source, ranges)
            built[Face(hashed(f"plex-{script}-{weight}.woff2", content), script, weight)] = content
    return built


def build_print_faces() -> dict[str, bytes]:
    """Return whole files as TrueType, a family a script, for what is set as PDF; nothing where they are missing.

    Nothing is cut: what is printed has no other typeface to fall back on.
    """
    built: dict[str, bytes] = {}
    for weight in WEIGHTS if CUTTING else ():
        for script in PRINTED:
            source = FONTS / "files" / f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
            if not source.exists():
                return {}
            content = subset(source, None, family=f"Plex {script.title()}")
            built[hashed(f"plex-{script}-{weight}.ttf", content)] = content
    return built


def remove_stale(dist: Path, kept: Iterable[str]) -> None:
    """Remove what an earlier build left behind."""
    names = set(kept)
    for path in dist.iterdir():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def build(static: Path = STATIC) -> dict[str, str | list[str] | dict[str, list[str]]]:
    """Write dist/ and return its manifest: plain name -> path below static/, and what each language is set in."""
    dist = static / "dist"
    dist.mkdir(exist_ok=True)
    faces = build_faces()
    served = {face.file: content for face, content in faces.items()}
    rules = "\n".join(face.rule() for face in faces)
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in stylesheets(static / "css"))
    sheet = light(f"{rules}\n{sheets}").encode()
    mark = (static / "icons" / "mark.svg").read_bytes()
    picture = card.draw()
    site, icon, seen = hashed("site.css", sheet), hashed("mark.svg", mark), hashed("card.png", picture)
    scripts = {path.name: path.read_bytes() for path in sorted((static / "js").glob("*.js"))}
    called = {name: hashed(name, content) for name, content in scripts.items()}
    served |= {
        site: sheet,
        icon: mark,
        seen: picture,
        **{called[name]: content for name, content in scripts.items()},
    }
    printed = build_print_faces()
    served |= printed
    if faces:
        served["OFL.txt"] = (FONTS / "LICENSE").read_bytes()
    manifest: dict[str, str | list[str] | dict[str, list[str]]] = {
        "site.css": f"dist/{site}",
        "mark.svg": f"dist/{icon}",
        "card.png": f"dist/{seen}",
        **{name: f"dist/{built}" for name, built in called.items()},
        "fonts": {
            lang: [f"dist/{face.file}" for face in faces if face.script == script]
            for lang, script in LANGUAGES.items()
        },
        "print": sorted(f"dist/{name}" for name in printed),
    }
    served["manifest.json"] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    for name, content in list(served.items()):
        served |= packed(name, content)
    for name, content in served.items():
        (dist / name).write_bytes(content)
    remove_stale(dist, served)
    return manifest


def main() -> None:
    """Build, say in one line what came of it, and touch the stamp that was named where the typeface is in it."""
    manifest = build()
    fonts = sum(path.stat().st_size for path in (STATIC / "dist").glob("*.woff2"))
    missing = "no node_modules" if CUTTING else "no fontTools"
    typeface = f"{fonts / 1024:.0f} KB of fonts" if fonts else f"{missing}, so system fonts serve"
    print(f"Built {manifest['site.css']}: {typeface}.")
    if fonts:
        for stamp in sys.argv[1:]:
            Path(stamp).touch()


if __name__ == "__main__":
    main()
