"""Take the README's picture: the home page of a running demonstration, in Arabic and in English.

python tools/picture.py http://127.0.0.1:8000
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = {"width": 1024, "height": 820}


def main() -> None:
    """Write one picture for each language."""
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    browser_path = os.environ.get("CONSULT_BROWSER") or shutil.which("chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]  # two whole numbers
        for language in ("ar", "en"):
            page.goto(f"{address}/{language}/")
            page.screenshot(path=FOLDER / f"home-{language}.png")
        browser.close()


if __name__ == "__main__":
    main()
