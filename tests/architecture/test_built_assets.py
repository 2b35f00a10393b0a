"""What is built for browsers: compressed texts, a typeface that shapes every word, a picture for messengers."""

from __future__ import annotations

import gzip
import shutil
import struct
import zlib
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from tests.architecture.sources import ROOT
from tools import build_assets, card

# Built fractions, which nothing asks for.
LEFT_OUT = {"frac", "numr", "dnom"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build everything in a folder of its own and return it."""
    static = tmp_path_factory.mktemp("static")
    for folder in ("css", "icons", "js"):
        shutil.copytree(ROOT / "consult" / "static" / folder, static / folder)
    build_assets.build(static)
    return static


def test_each_text_stands_compressed_beside_itself(built: Path) -> None:
    texts = [path for path in (built / "dist").iterdir() if path.suffix in {".css", ".js", ".svg"}]
    assert {path.suffix for path in texts} == {".css", ".js", ".svg"}
    for path in texts:
        packed = [path.with_name(f"{path.name}{ending}").read_bytes() for ending in (".gz", ".br")]
        assert gzip.decompress(packed[0]) == brotli.decompress(packed[1]) == path.read_bytes()
        assert max(map(len, packed)) < path.stat().st_size
    assert len(list((built / "dist").glob("*.gz"))) == len(texts), "and nothing else does"


def test_built_again_it_is_the_same_and_names_the_fonts_of_its_stylesheet(built: Path) -> None:
    """The fonts that a page fetches at once are those of the stylesheet."""
    before = {path.name: path.read_bytes() for path in (built / "dist").iterdir()}
    manifest = build_assets.build(built)
    assert {path.name: path.read_bytes() for path in (built / "dist").iterdir()} == before
    fonts, sheet = manifest["fonts"], manifest["site.css"]
    assert isinstance(fonts, dict)
    assert isinstance(sheet, str)
    assert {lang: len(files) for lang, files in fonts.items()} == {"ar": 2, "en": 2}
    rules = (built / sheet).read_text()
    for files in fonts.values():
        for name in files:
            assert (built / name).exists()
            assert f'url("{Path(name).name}")' in rules


def features(font: TTFont) -> set[str]:
    """Return what a font does with its letters: joining, marks, kerning."""
    tables = [font[name].table for name in ("GSUB", "GPOS") if name in font]
    return {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("weight", build_assets.WEIGHTS)
@pytest.mark.parametrize("script", list(build_assets.SCRIPTS))
def test_the_typeface_shapes_and_holds_all_that_it_can(
    script: str, weight: int, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranges = build_assets.SCRIPTS[script]
    source = build_assets.FONTS / "files" / f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
    (served,) = (built / "dist").glob(f"plex-{script}-{weight}.*.woff2")
    cut = TTFont(served)
    monkeypatch.setattr(build_assets, "FEATURES", ("*",))
    whole = TTFont(BytesIO(build_assets.subset(source, ranges)))
    assert features(whole) - features(cut) <= LEFT_OUT
    assert (
        features(cut)
        >= {"arabic": {"init", "medi", "fina", "rlig", "mark", "kern"}, "latin": {"kern"}}[script]
    )
    assert set(cut.getBestCmap()) == build_assets.codepoints(ranges) & set(TTFont(source).getBestCmap())


def pixels() -> list[bytes]:
    """Return the rows of the picture."""
    content, at, points = card.draw(), 8, b""
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            assert struct.unpack(">IIBB", body[:10]) == (card.WIDTH, card.HEIGHT, 8, 2)
        points += body if kind == b"IDAT" else b""
        at += 12 + length
    plain, width = zlib.decompress(points), 1 + 3 * card.WIDTH
    return [plain[row * width + 1 : (row + 1) * width] for row in range(card.HEIGHT)]


def test_the_picture_is_the_mark_on_its_paper() -> None:
    rows = pixels()

    def colour(x: float, y: float) -> tuple[int, ...]:
        """Return the colour at a point of the mark, as its file has it."""
        column = int(card.WIDTH / 2 + (x - card.MIDDLE[0]) * card.SCALE)
        row = int(card.HEIGHT / 2 + (y - card.MIDDLE[1]) * card.SCALE)
        return tuple(rows[row][3 * column : 3 * column + 3])

    assert colour(12.5, 9.5) == colour(18, 31) == colour(4, 15.5) == colour(32, 15.5) == card.TEAL
    assert colour(23.5 + 3.25, 9.5) == colour(23.5, 9.5 - 3.25) == card.ROSE
    assert colour(23.5, 9.5) == colour(18, 20) == tuple(rows[0][:3]) == tuple(rows[-1][-3:]) == card.PAPER
    mark = (ROOT / "consult" / "static" / "icons" / "mark.svg").read_text()
    for drawn in ('stroke-width="2.5"', 'cx="23.5" cy="9.5" r="3.25"', 'cx="12.5" cy="9.5" r="3.25"'):
        assert drawn in mark, "the mark was drawn anew: draw it anew in tools/card.py too"
    assert "M4 15.5c0 10.5 5 15.5 14 15.5s14-5 14-15.5" in mark
