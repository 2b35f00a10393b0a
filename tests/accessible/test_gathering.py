"""Which of the pages that were rendered are looked at: as few as show everything that any of them is made of."""

from __future__ import annotations

from tests.accessible.gathering import Seen, _parts, telling


def _page(path: str, body: str, lang: str = "ar") -> Seen:
    return Seen("open", "public.home", f"/{lang}{path}", "nobody", lang, 200, {}, body)


def test_a_page_whose_parts_all_stand_on_others_is_left_out() -> None:
    plain, noted = _page("/1", "<p>"), _page("/2", '<p><p class="note">')
    both, listed = _page("/3", '<ul><p class="note">'), _page("/4", "<ul>")
    kept = telling([plain, noted, both, listed])
    assert kept == [noted, listed]
    shown = {part for seen in (plain, noted, both, listed) for part in _parts(seen)}
    assert shown == {part for seen in kept for part in _parts(seen)}


def test_what_is_shown_alone_makes_no_part() -> None:
    told = [_page(f"/{n}", f'<meta name="description" content="{n} عن"><a href="/{n}">') for n in range(3)]
    assert len(telling(told)) == 1


def test_a_page_is_kept_in_both_languages_for_what_one_shows() -> None:
    pages = [
        _page(path, body, lang)
        for path, body in (("/1", '<p class="note">'), ("/2", "<p>"))
        for lang in ("en", "ar")
    ]
    pages.append(_page("/3", '<p class="note"><b>', "en"))
    assert [seen.path for seen in telling(pages)] == ["/en/1", "/ar/1", "/en/2", "/ar/2", "/en/3"]
