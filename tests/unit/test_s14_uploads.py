"""S14: what somebody sends is what its bytes are; what could run, swell or tell more than it shows is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO
from tempfile import TemporaryFile

import pytest
from PIL import Image

from consult.shared.errors import DomainError
from consult.shared.uploads import MOST_BYTES, archives, images, inspect
from consult.shared.uploads.names import MOST, disposition, stem_of
from tests.factories.documents import PDF

XML = b"<?xml version='1.0' encoding='UTF-8'?><Types/>"


def packed(*entries: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these entries."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def docx(*more: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed(("[Content_Types].xml", XML), ("word/document.xml", b"<w/>"), *more, how=how)


def picture(kind: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def refused(content: bytes, name: str = "file.pdf") -> str:
    """Return the code with which a file is refused."""
    with pytest.raises(DomainError) as problem:
        inspect(BytesIO(content), name)
    assert problem.value.field == "file"
    return problem.value.code


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "letter.pdf", "application/pdf"),
        (PDF, "letter.html", "application/pdf"),
        (docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            packed(("[Content_Types].xml", XML), ("xl/workbook.xml", b"<w/>")), "a.pdf",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            packed(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<w/>")), "a.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        ("محور,عدد\n".encode(), "جدول.csv", "text/csv"),
        ("محضر الاجتماع".encode(), "minutes.txt", "text/plain"),
        (picture("PNG"), "a.gif", "image/png"),
        (picture("JPEG"), "a.png", "image/jpeg"),
        (picture("WEBP"), "a.webp", "image/webp"),
    ],
)  # fmt: skip
def test_s14_upload_is_what_its_bytes_are(content: bytes, name: str, media_type: str) -> None:
    found = inspect(BytesIO(content), name)
    assert found.media_type == media_type
    assert found.size == len(found.file.read())


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"\xef\xbb\xbf<?xml version='1.0'?><a/>",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"  \n\t<html>",
        b"words first <script>alert(1)</script>",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff",
        b"\x7fELF\x02\x01\x01\x00",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"BM\x3a\x00\x00\x00\x00\x00\x00\x00",
        packed(("anything.txt", b"words")),
        b"\x00\x01\x02\x03",
    ],
)
def test_s14_upload_of_markup_programs_and_strangers_is_refused(content: bytes) -> None:
    assert refused(content, "letter.pdf") == "file-type"
    assert refused(content, "letter.txt") == "file-type"


def test_s14_upload_of_nothing_and_of_too_much_is_refused() -> None:
    assert refused(b"") == "file-empty"
    assert refused(b"%PDF-1.4" + bytes(MOST_BYTES)) == "file-too-large"


@pytest.mark.parametrize("content", [PDF[:40], docx()[:-30], picture("PNG")[:60], picture("JPEG")[:100]])
def test_s14_upload_that_was_cut_off_is_refused(content: bytes) -> None:
    assert refused(content) == "file-broken"


def tried(content: bytes) -> str | None:
    """Return the code with which a file is refused, None where it is taken."""
    try:
        inspect(BytesIO(content), "a.docx")
    except DomainError as problem:
        return problem.code
    return None


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_s14_upload_packed_in_whatever_way_is_refused_where_its_bytes_are_broken(how: int) -> None:
    whole = docx(("word/a.txt", bytes(range(256)) * 40), how=how)
    assert tried(whole) is None
    start = whole.index(b"word/a.txt") + len("word/a.txt")
    codes = []
    for at in range(start, start + 250):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        codes.append(tried(bytes(broken)))
    # Some bytes are never read; whatever else happens is said, and is no failure of ours.
    assert set(codes) <= {"file-broken", "file-unpacks", None}
    assert codes.count("file-broken") > 200


def test_s14_upload_of_a_large_archive_whose_directory_is_said_to_lie_elsewhere_is_refused() -> None:
    """Large files are read from a disk, where a place before the beginning is an error of the system's."""
    whole = bytearray(docx())
    at = whole.index(b"PK\x05\x06") + 16
    whole[at : at + 4] = (int.from_bytes(whole[at : at + 4], "little") + 10).to_bytes(4, "little")
    with TemporaryFile() as file:
        file.write(whole)
        with pytest.raises(DomainError, match="file-broken"):
            inspect(file, "a.docx")


def test_s14_upload_in_another_encoding_says_so() -> None:
    assert refused("الاسم,العدد".encode("cp1256"), "a.csv") == "file-encoding"


def test_s14_upload_of_an_archive_is_bounded_when_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(docx(("word/media/a.bin", bytes(40 * 1024 * 1024)))) == "file-unpacks"
    many = [(f"word/{number}.txt", b"") for number in range(archives.MOST_ENTRIES)]
    assert refused(docx(*many)) == "file-unpacks"
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    assert refused(docx(("word/a.txt", b"x" * 1001))) == "file-unpacks"


def test_s14_upload_of_an_archive_that_lies_about_its_size_is_refused() -> None:
    honest = docx(("word/a.txt", b"x" * 5000))
    lying = honest.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert refused(lying) == "file-broken"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (("../../etc/passwd", b"x"), "file-broken"),
        (("/etc/passwd", b"x"), "file-broken"),
        (("word/vbaProject.bin", b"x"), "file-macros"),
        (("word/evil.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "file-broken"),
        (("word/wide.xml", "<!DOCTYPE a><a/>".encode("utf-16")), "file-broken"),
        (("word/late.xml", b"<!--" + b"." * 70_000 + b"--><!DOCTYPE a><a/>"), "file-broken"),
        (("word/parted.xml", b"<!--" + b"." * (65_536 - 12) + b"--><!DOCTYPE a><a/>"), "file-broken"),
        (("word/other.dat", b"<!DOCTYPE a><a/>"), "file-broken"),
    ],
)
def test_s14_upload_of_an_archive_with_a_trap_is_refused(entry: tuple[str, bytes], code: str) -> None:
    assert refused(docx(entry)) == code


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_s14_upload_of_a_picture_loses_where_it_was_taken(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(kind, exif=exif)
    assert b"A camera" in sent
    kept = inspect(BytesIO(sent), "a").file.read()
    assert b"A camera" not in kept
    assert b"Exif" not in kept
    with Image.open(BytesIO(kept)) as shown:
        assert shown.size == (40, 20)
        assert not dict(shown.getexif())


def test_s14_upload_of_a_picture_is_turned_as_its_camera_said() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = inspect(BytesIO(picture("JPEG", exif=exif)), "a").file
    with Image.open(kept) as shown:
        assert shown.size == (20, 40)


def test_s14_upload_of_a_picture_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = picture("PNG", (400, 400))
    monkeypatch.setattr(images, "MOST_PIXELS", 159_999)
    assert refused(sent) == "image-too-large"


def test_s14_upload_of_a_picture_with_something_behind_it_keeps_the_picture_alone() -> None:
    kept = inspect(BytesIO(picture("PNG") + b"<script>alert(1)</script>"), "a.png").file.read()
    assert b"script" not in kept


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\somebody\\letter.pdf", "letter"),
        ("letter\r\nSet-Cookie: a=b.pdf", "letter Set-Cookie a=b"),
        ("\u202egnp.exe", "gnp"),
        ("تقرير ٢٠٢٥.pdf", "تقرير ٢٠٢٥"),
        ("...", ""),
        ('a"b.pdf', "a b"),
        ("", ""),
    ],
)
def test_s14_upload_has_a_name_that_steers_nothing(typed: str, stem: str) -> None:
    assert stem_of(typed) == stem


def test_s14_upload_with_300_bytes_of_arabic_keeps_whole_letters() -> None:
    stem = stem_of("تقرير" * 60 + ".pdf")
    assert len(stem.encode()) <= MOST
    assert ("تقرير" * 60).startswith(stem)
    pointed = stem_of("بَ" * 200)
    assert pointed.endswith(("بَ", "ب"))


def test_s14_upload_is_handed_over_under_its_name() -> None:
    said = disposition("attachment", plain="letter-2026-0001-v1.pdf", name="كتاب.pdf")
    assert said == (
        "attachment; filename=\"letter-2026-0001-v1.pdf\"; filename*=UTF-8''%D9%83%D8%AA%D8%A7%D8%A8.pdf"
    )
    said.encode("ascii")
