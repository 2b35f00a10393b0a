"""Documents are added at the desk, attached, withdrawn and erased; readers find what they may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.documents import queries
from consult.plans.models import MilestoneStatus
from consult.plans.services import MilestoneWords
from consult.plans.services.recording import record_milestone
from consult.presenters.documents import size_in_words
from consult.shared.sizes import read_size
from consult.shared.state import State
from consult.shared.storage import GoneError
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories.documents import PDF
from tests.factories.meetings import agenda_of, planned
from tests.factories.organisations import coordinator
from tests.factories.progress import NOW, promised
from tests.factories.scenes import Scene, scene
from tests.public.conftest import Committed
from tests.site_map import mapped

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
A_MINUTE = timedelta(minutes=1)
DESK = "/en/desk/documents"
FACTS = {
    "kind": "letter",
    "title_ar": "كتاب رسمي",
    "title_en": "An official letter",
    "reference": "56/10/6/20881",
}


@pytest.fixture
def keeper(client: ReviewingClient, committed: Committed, user_of: UserOf) -> Actor:
    """Return the coordinator who is signed in."""
    with committed() as session:
        made = coordinator(session)
    client.sign_in(user_of(made))
    return made


def add(client: ReviewingClient, **fields: object) -> str:
    """Add a document with a PDF; return its slug."""
    sent = {**FACTS, "file": (BytesIO(PDF), "letter.pdf"), **fields}
    answer = client.submit(f"{DESK}/new", sent)
    assert answer.status_code == 303, answer.text
    return location(answer).rstrip("/").rpartition("/")[2]


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_document_is_added_attached_and_read(client: ReviewingClient, asked: Scene, lang: str) -> None:
    slug = add(client, issued_on="25/8/2011")
    plan = asked.commitment.plan
    answer = client.submit(f"{DESK}/{slug}/", {"subject": f"plan:{plan.id}"})
    assert answer.status_code == 303
    client.page(f"/{lang}/desk/documents/{slug}/")
    client.page(f"/{lang}/desk/documents/")
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    for page in (f"/{lang}/documents/", f"/{lang}/documents/{slug}/", f"/{lang}/plans/{plan.slug}/"):
        assert FACTS[f"title_{lang}"] in reader.page(page).source
    file = reader.get(f"/{lang}/documents/{slug}/versions/1/view")
    assert file.data == PDF


@pytest.mark.usefixtures("keeper")
def test_a_document_is_attached_to_a_meeting_read_there_and_taken_off(
    client: ReviewingClient, committed: Committed, user_of: UserOf, asked: Scene
) -> None:
    with committed() as session:
        there = planned(session, asked.organisation)
        agenda_of(session, there)
        attached, of_another = f"meeting:{there.id}", f"meeting:{planned(session).id}"
        officer, slug = asked.officer, there.slug
    document = add(client)
    assert client.submit(f"{DESK}/{document}/", {"subject": attached}).status_code == 303
    assert "Meeting of 10 February 2026" in client.page(f"{DESK}/{document}/").source
    assert f"/en/forum/meetings/{slug}/" in client.page(f"/en/documents/{document}/").source
    for page in (f"/en/forum/meetings/{slug}/", f"/en/desk/forum/meetings/{slug}/"):
        assert FACTS["title_en"] in client.page(page).source
    client.submit(f"{DESK}/{document}/", action="/detach")
    assert FACTS["title_en"] not in client.page(f"/en/forum/meetings/{slug}/").source
    client.sign_in(user_of(officer))
    own = add(client, publisher=asked.organisation.slug)
    offered = client.page(f"{DESK}/{own}/").source
    assert attached in offered
    assert of_another not in offered


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("how", ["view", "download"])
def test_s14_document_is_served_from_outside_the_root_in_a_sandbox(client: ReviewingClient, how: str) -> None:
    slug = add(client)
    answer = client.application.test_client().get(f"/ar/documents/{slug}/versions/1/{how}")
    said = answer.headers
    assert said["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in said["Content-Security-Policy"]
    assert said["Content-Type"] == "application/pdf"
    assert said["Content-Disposition"].startswith("inline;" if how == "view" else "attachment;")
    assert "filename*=UTF-8''letter.pdf" in said["Content-Disposition"]
    assert said["Cache-Control"] == "public, no-cache"
    assert int(said["Content-Length"]) == len(PDF)
    same = client.application.test_client().get(
        f"/ar/documents/{slug}/versions/1/{how}", headers={"If-None-Match": said["ETag"]}
    )
    assert same.status_code == 304


@pytest.mark.usefixtures("keeper")
def test_document_is_taken_off_once(client: ReviewingClient, asked: Scene) -> None:
    slug = add(client)
    client.submit(f"{DESK}/{slug}/", {"subject": f"plan:{asked.commitment.plan.id}"})
    assert location(client.submit(f"{DESK}/{slug}/", action="/detach")) == f"{DESK}/{slug}/"
    assert "It is attached to that no more" in client.page(f"{DESK}/{slug}/").source
    # A lost reply: it is off already, and that is said again.
    assert location(client.submit_again()) == f"{DESK}/{slug}/"
    target, typed = client.last
    beyond = target.rpartition("/attachments/")[0] + f"/attachments/{2**63}/detach"
    assert client.post(beyond, data=typed, headers=FROM_OUR_PAGE).status_code == 404


@pytest.mark.usefixtures("keeper")
def test_s14_restricted_document_needs_the_session_every_time(client: ReviewingClient) -> None:
    slug = add(client, visibility="restricted")
    file = f"/en/documents/{slug}/versions/1/download"
    answer = client.get(file)
    assert answer.data == PDF
    assert answer.headers["Cache-Control"] == "private, no-store"
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    assert [reader.get(path).status_code for path in (file, f"/en/documents/{slug}/")] == [404, 404]
    assert slug not in reader.page("/en/documents/").source
    assert not [path for path in mapped(reader) if slug in path]


@pytest.mark.usefixtures("keeper")
def test_s14_upload_that_is_refused_keeps_what_was_typed_and_leaves_no_bytes(client: ReviewingClient) -> None:
    svg = (BytesIO(b"<svg><script>alert(1)</script></svg>"), "letter.pdf")
    answer = client.submit(f"{DESK}/new", {**FACTS, "file": svg})
    assert answer.status_code == 422
    assert "Files of this type are not taken" in answer.text
    assert FACTS["reference"] in answer.text
    answer = client.submit(f"{DESK}/new", {**FACTS, "kind": "no such kind", "file": (BytesIO(PDF), "a.pdf")})
    assert answer.status_code == 422
    assert list(client.application.extensions["storage"].old_keys(before=datetime.now(UTC) + A_MINUTE)) == []


def test_s14_upload_to_a_form_that_takes_none_is_refused(client: ReviewingClient) -> None:
    answer = client.post("/en/login", data={"file": (BytesIO(PDF), "a.pdf")}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 415


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_s14_upload_under_a_name_that_is_no_utf_8_is_told_so(client: ReviewingClient, lang: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + "كتاب".encode("cp1256")
    sent = head + b'.pdf"\r\nContent-Type: application/pdf\r\n\r\n' + PDF + b"\r\n--x--\r\n"
    answer = client.post(
        f"/{lang}/desk/documents/new", data=sent, headers=FROM_OUR_PAGE,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert answer.status_code == 400
    assert ("The name of the file cannot be read" if lang == "en" else "تتعذر قراءة اسم الملف") in answer.text


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("typed", ["1/1/2199", "3/1/2100"])
def test_document_is_of_no_day_to_come(client: ReviewingClient, at: At, typed: str) -> None:
    at(datetime(2099, 12, 31, 20, tzinfo=UTC))
    answer = client.submit(f"{DESK}/new", {**FACTS, "issued_on": typed, "file": (BytesIO(PDF), "a.pdf")})
    assert answer.status_code == 422
    assert "Choose today or an earlier day." in answer.text
    # By the clocks of the site it is tomorrow already.
    slug = add(client, issued_on="1/1/2100")
    edited = client.submit(f"{DESK}/{slug}/edit", {"issued_on": typed})
    assert edited.status_code == 422
    # One that stands since before is not asked about.
    at(datetime(2098, 12, 31, 20, tzinfo=UTC))
    assert client.submit(f"{DESK}/{slug}/edit", {"title_en": "Another title"}).status_code == 303


@pytest.mark.usefixtures("keeper")
def test_document_that_is_sent_again_is_added_once(client: ReviewingClient, committed: Committed) -> None:
    slug = add(client)
    target, typed = client.last
    sent = {**typed, "file": (BytesIO(PDF), "letter.pdf")}
    answer = client.post(target, data=sent, headers=FROM_OUR_PAGE, content_type="multipart/form-data")
    assert slug in location(answer)
    with committed() as session:
        assert [row.slug for row in queries.at_desk(session, scopes=None, limit=None)] == [slug]


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_document_is_withdrawn_with_a_tombstone_and_brought_back(client: ReviewingClient, lang: str) -> None:
    slug = add(client)
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    client.submit(f"{DESK}/{slug}/withdraw", {"reason_ar": "نُشرت خطأً", "reason_en": "Published by mistake"})
    page = reader.page(f"/{lang}/documents/{slug}/").source
    assert ("نُشرت خطأً" if lang == "ar" else "Published by mistake") in page
    file = f"/{lang}/documents/{slug}/versions/1/view"
    assert location(reader.get(file)) == f"/{lang}/documents/{slug}/"
    assert slug not in reader.page(f"/{lang}/documents/").source
    client.submit(f"{DESK}/{slug}/", button="Bring it back")
    assert reader.get(file).data == PDF


def test_document_is_erased_by_two_persons_and_its_tombstone_stays(
    client: ReviewingClient, committed: Committed, user_of: UserOf, keeper: Actor
) -> None:
    slug = add(client)
    client.submit(f"{DESK}/{slug}/ask-erasure", {"reason": "It names a child."})
    assert client.page(f"{DESK}/{slug}/erasure").source.count("<textarea") == 0
    ground = {"reason_ar": "يحظره القانون", "reason_en": "The law forbids it"}
    with committed() as session:
        second = coordinator(session)
        stored = queries.by_slug(session, slug)
        assert stored is not None
        key = stored.newest.stored_key
    client.sign_in(user_of(second))
    assert client.submit(f"{DESK}/{slug}/erasure", ground).status_code == 303
    with pytest.raises(GoneError):
        client.application.extensions["storage"].pieces(key)
    page = client.page(f"/en/documents/{slug}/").source
    assert "The law forbids it" in page
    assert not any(word in page for word in (FACTS["title_en"], FACTS["reference"], "letter.pdf"))
    with committed() as session:
        erased = queries.by_slug(session, slug)
        assert erased is not None
        assert (erased.newest.stem, erased.newest.stored_key, erased.newest.sha256) == ("", None, "")
    assert keeper.user_id != second.user_id


@pytest.mark.usefixtures("keeper")
def test_document_gets_a_new_version_and_the_one_before_stays(client: ReviewingClient) -> None:
    slug = add(client)
    again = client.submit(f"{DESK}/{slug}/new-version", {"file": (BytesIO(PDF), "letter.pdf")})
    assert again.status_code == 422
    second = PDF + b"\n%%EOF\n"
    client.submit(f"{DESK}/{slug}/new-version", {"file": (BytesIO(second), "letter.pdf")})
    reader = client.application.test_client()
    assert reader.get(f"/en/documents/{slug}/versions/1/view").data == PDF
    assert reader.get(f"/en/documents/{slug}/versions/2/view").data == second


@pytest.mark.usefixtures("keeper")
def test_document_of_a_hidden_consultation_does_not_name_it(
    client: ReviewingClient, committed: Committed
) -> None:
    slug = add(client)
    with committed() as session:
        draft = scene(session, State.DRAFT)
    client.submit(f"{DESK}/{slug}/", {"subject": f"consultation:{draft.id}"})
    assert draft.consultation.title_en in client.page(f"{DESK}/{slug}/").source
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    assert draft.consultation.title_en not in reader.page(f"/en/documents/{slug}/").source


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("lang", "typed", "shown"),
    [("en", "2189.91 KB", "2189.91 KB"), ("ar", "١٩\u066b٢٦ كيلوبايت", "19.26 كيلوبايت")],
)
def test_document_that_is_not_at_hand_is_listed_as_its_source_says(
    client: ReviewingClient, lang: str, typed: str, shown: str
) -> None:
    told = {"file": None, "not_at_hand": "y", "said_type": "pdf", "said_size": typed}
    slug = add(client, **told)
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    listed, page_of = f"/{lang}/documents/", f"/{lang}/documents/{slug}/"
    for page in (listed, page_of, f"/{lang}/desk/documents/", f"/{lang}/desk/documents/{slug}/"):
        source = client.page(page).source
        assert shown in source
        assert ("not at hand" if lang == "en" else "غير متوافر") in source
        assert f'<bdi class="nowrap">{shown}</bdi>' in source
    assert reader.get(f"/{lang}/documents/{slug}/versions/1/view").status_code == 404


@pytest.mark.usefixtures("keeper")
def test_document_that_is_not_at_hand_gets_its_file_by_a_later_version(client: ReviewingClient) -> None:
    slug = add(client, file=None, not_at_hand="y")
    assert "Bring the file" in client.page(f"{DESK}/{slug}/").source
    again = client.submit(f"{DESK}/{slug}/new-version", {"not_at_hand": "y"})
    assert again.status_code == 422
    assert "The newest version says the same" in again.text
    client.submit(f"{DESK}/{slug}/new-version", {"file": (BytesIO(PDF), "letter.pdf")})
    reader = client.application.test_client()
    assert reader.get(f"/en/documents/{slug}/versions/2/view").data == PDF
    assert "Bring the file" not in client.page(f"{DESK}/{slug}/").source


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "file", "or say that it is not at hand"),
        ({"not_at_hand": "y", "address": "https://example.org/a"}, "not_at_hand", "is given here too"),
        ({"said_size": "19.26 KB"}, "not_at_hand", "Tick this"),
        ({"said_type": "pdf", "address": "https://example.org/a"}, "not_at_hand", "Tick this"),
        ({"not_at_hand": "y", "said_size": "19.26"}, "said_size", "with its unit"),
        ({"not_at_hand": "y", "said_size": "9" * 3000}, "said_size", "at most"),
        ({"not_at_hand": "y", "said_type": "exe"}, "said_type", "Choose one"),
    ],
)
def test_document_file_that_is_not_one_of_three_is_refused_at_its_field_and_kept(
    client: ReviewingClient, typed: dict[str, str], field: str, said: str
) -> None:
    answer = client.submit(f"{DESK}/new", {**FACTS, "file": None, **typed})
    assert answer.status_code == 422
    at = answer.text.partition(f'id="{field}-error"')[2].partition("</span></span>")[0][:300]
    assert said in at
    assert FACTS["reference"] in answer.text
    assert all(value in answer.text for name, value in typed.items() if name in {"address", "said_size"})
    box = answer.text.partition('id="not_at_hand"')
    assert ("checked" in f"{box[0][-200:]}{box[2][:200]}") is ("not_at_hand" in typed)


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("19.26 KB", 19722), ("2189.91 KB", 2242468), ("2,189.91 kb", 2242468), ("٢٩\u066b٢٦ كيلوبايت", 29962),
        ("٢\u066c٢٨٩\u066b٣٢ ك.ب.", 2344264), ("1.5 ميجابايت", 1572864), ("3MB", 3145728), ("12 bytes", 12),
        ("19.26", None), ("", None), ("0 KB", None), ("-3 KB", None), ("about 3 KB", None), ("9999999 GB", None),
        ("1.2.3 KB", None), ("9" * 5000, None), ("1 KB" + " " * 5000 + "x", None), ("²³ KB", None),
    ],
)  # fmt: skip
def test_document_size_is_read_as_people_write_it(typed: str, size: int | None) -> None:
    assert read_size(typed) == size


@pytest.mark.parametrize(
    ("size", "said"),
    [(19722, "19.26 KB"), (2242468, "2189.91 KB"), (1, "1 byte"), (21 * 1024 * 1024, "21.00 MB")],
)
def test_document_says_its_size_as_people_read_it(client: ReviewingClient, size: int, said: str) -> None:
    with client.application.test_request_context("/en/"):
        client.application.preprocess_request()
        assert size_in_words(size) == said


@pytest.mark.usefixtures("keeper")
def test_a_document_is_attached_to_what_is_searched_where_there_is_more_than_a_field_offers(
    client: ReviewingClient, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.desk.documents.targets.MOST_EACH", 1)
    with committed() as session:
        first, second = promised(session), promised(session)
    slug = add(client)
    both = {f"milestone:{each.milestone.id}" for each in (first, second)}
    page = client.page(f"{DESK}/{slug}/").source
    shown = {code for code in both if f'value="{code}"' in page}
    assert len(shown) == 1
    assert "There is more than the field below offers." in page
    (hidden,) = both - shown
    of = first if hidden.endswith(f":{first.milestone.id}") else second
    with committed() as session:
        title = "The register of wells"
        said = MilestoneWords("سجل الآبار", title, date(2027, 6, 30), MilestoneStatus.NOT_STARTED, None)
        record_milestone(
            session,
            actor=None,
            now=NOW,
            zone=UTC,
            milestone_id=of.milestone.id,
            said=said,
            happened_on=NOW.date(),
        )
    for words in ("WELLS", "الابار"):
        found = client.page(f"{DESK}/{slug}/?q={words}").source
        assert f'value="{hidden}"' in found
        assert f'value="{min(shown)}"' not in found
    assert "Nothing" not in found
    # What is found and what is not shown are attached alike; what is nobody's is refused at the field.
    assert client.submit(f"{DESK}/{slug}/", {"subject": hidden}).status_code == 303
    for wrong in ("milestone:0", "milestone:x", "plan:99999999999", "nothing:1", ""):
        assert client.submit(f"{DESK}/{slug}/", {"subject": wrong}).status_code == 422
