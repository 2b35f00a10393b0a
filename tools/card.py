"""The picture that messengers show beside a link to the site: the mark on its paper, drawn without any library."""

import struct
import zlib
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import hypot

WIDTH, HEIGHT = 1200, 630
PAPER, TEAL, ROSE = (251, 247, 240), (11, 79, 85), (148, 54, 45)
# Pixels in a unit of the mark (``icons/mark.svg``), and the point of the mark that stands in the middle.
SCALE, MIDDLE = 11.0, (18.0, 18.625)
STROKE, RADIUS = 2.5, 3.25
STEPS = 24

Point = tuple[float, float]
# How far a point of the mark is from a shape's edge, negative within it.
Shape = Callable[[float, float], float]


def draw() -> bytes:
    """Return the picture as PNG."""
    rows = [bytearray(bytes(PAPER) * WIDTH) for _ in range(HEIGHT)]
    for shape, colour, box in _shapes():
        _paint(rows, shape, colour, box)
    return _png(rows)


def _shapes() -> Iterable[tuple[Shape, tuple[int, int, int], tuple[float, float, float, float]]]:
    """Yield each part of the mark with its colour and the box around it: left, top, right, bottom."""
    half = STROKE / 2
    line = _bowl()

    def bowl(x: float, y: float) -> float:
        return min(_to_segment(x, y, a, b) for a, b in pairwise(line)) - half

    def empty(x: float, y: float) -> float:
        return abs(hypot(x - 23.5, y - 9.5) - RADIUS) - half

    def full(x: float, y: float) -> float:
        return hypot(x - 12.5, y - 9.5) - RADIUS - half

    around = RADIUS + STROKE
    yield bowl, TEAL, (4 - STROKE, 15.5 - STROKE, 32 + STROKE, 31 + STROKE)
    yield empty, ROSE, (23.5 - around, 9.5 - around, 23.5 + around, 9.5 + around)
    yield full, TEAL, (12.5 - around, 9.5 - around, 12.5 + around, 9.5 + around)


def _bowl() -> list[Point]:
    """Return the line of the mark's bowl: two curves of Bézier, the second the first one's reflection."""
    curve = [(4.0, 15.5), (4.0, 26.0), (9.0, 31.0), (18.0, 31.0)]
    first = [_on_curve(curve, step / STEPS) for step in range(STEPS + 1)]
    return first + [(36.0 - x, y) for x, y in reversed(first[:-1])]


def _on_curve(points: list[Point], t: float) -> Point:
    """Return the point at ``t`` of a curve, by de Casteljau's way of halving lines."""
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points)]
    return points[0]


def _to_segment(x: float, y: float, a: Point, b: Point) -> float:
    across, down = b[0] - a[0], b[1] - a[1]
    along = ((x - a[0]) * across + (y - a[1]) * down) / (across * across + down * down)
    along = min(1.0, max(0.0, along))
    return hypot(x - a[0] - along * across, y - a[1] - along * down)


def _paint(
    rows: list[bytearray], shape: Shape, colour: tuple[int, int, int], box: tuple[float, float, float, float]
) -> None:
    """Lay a shape on the picture; a pixel on its edge takes as much of the colour as lies within."""
    left, top = (
        round(WIDTH / 2 + (box[0] - MIDDLE[0]) * SCALE),
        round(HEIGHT / 2 + (box[1] - MIDDLE[1]) * SCALE),
    )
    right, bottom = (
        round(WIDTH / 2 + (box[2] - MIDDLE[0]) * SCALE),
        round(HEIGHT / 2 + (box[3] - MIDDLE[1]) * SCALE),
    )
    for row in range(top, bottom):
        y = MIDDLE[1] + (row + 0.5 - HEIGHT / 2) / SCALE
        for column in range(left, right):
            x = MIDDLE[0] + (column + 0.5 - WIDTH / 2) / SCALE
            covered = min(1.0, max(0.0, 0.5 - shape(x, y) * SCALE))
            if covered:
                place = 3 * column
                under = rows[row][place : place + 3]
                rows[row][place : place + 3] = bytes(
                    round(below + (above - below) * covered)
                    for below, above in zip(under, colour, strict=True)
                )


def _png(rows: list[bytearray]) -> bytes:
    """Return rows of red, green and blue as a PNG file."""
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    points = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", head), (b"IDAT", points), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
