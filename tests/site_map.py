"""Reading the whole map of the site as a search engine does: the parts too, where it is long.

PostgreSQL goes on counting where the tests before have left off, and the map is cut by numbers: so late in a run the
first file is a list of parts, in which no page would ever be found, nor missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
HERE = "http://localhost"


def read(client: FlaskClient, path: str = "/sitemap.xml") -> ET.Element:
    """Return a map, or a list of maps."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    return ET.fromstring(answer.data)  # noqa: S314 - our own


def named(found: ET.Element) -> list[str]:
    """Return the addresses that a map names, without the host, which is the one of the settings."""
    return _paths(found, "map:url/map:loc")


def parts(found: ET.Element) -> list[str]:
    """Return the addresses of the parts that a list of maps names, without the host."""
    return _paths(found, "map:sitemap/map:loc")


def mapped(client: FlaskClient) -> list[str]:
    """Return the addresses of all pages that the map names, whether it is one file or many."""
    found = read(client)
    paths = named(found) + [path for part in parts(found) for path in named(read(client, part))]
    assert paths
    return paths


def _paths(found: ET.Element, where: str) -> list[str]:
    urls = [each.text or "" for each in found.iterfind(where, NAMES)]
    assert all(url.startswith(f"{HERE}/") for url in urls)
    assert len(urls) == len(set(urls))
    return [url.removeprefix(HERE) for url in urls]
