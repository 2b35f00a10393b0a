"""What each address needs: acts of the table of permissions. What comes back is worked out from it, not from a view.

Beside the rule in ``tests/architecture/access_table.py``, which every address has. One that is not listed fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from consult.accounts.policies.permissions import Act


class Answer(StrEnum):
    """What comes back."""

    REACHES = "reaches"  # 200, 410, 422, or a redirect to somewhere else than signing in
    MISSING = "missing"  # 404
    SIGN_IN = "sign in first"  # a redirect to signing in
    WRONG_METHOD = "wrong method"  # 405


@dataclass(frozen=True)
class Told:
    """The act in some state, and the consultation there for whoever asks: what the state refuses is said."""

    act: Act


@dataclass(frozen=True)
class Right:
    """The act in some state, for a thing that is there whatever the state."""

    act: Act


@dataclass(frozen=True)
class Only:
    """One visitor alone, by name: the thing is theirs, and there for nobody else."""

    visitor: str


Need = Act | Told | Right | Only | Answer


@dataclass(frozen=True)
class Needs:
    """What an address needs: one of ``get`` to read it, one of ``post`` to send to it.

    ``scope`` names the thing whose scope a right counts in. ``args`` say which of the world's things stand in the
    address where that is not the name of the argument; ``exists`` which must be there beside them. ``fields`` are sent
    with a form that would not be one without them. ``readers`` is what comes back to a reader's form, where it is not
    what the needs say; ``asking`` is the act without which, in this state, nobody is sent to sign in for it. ``once``:
    it has no consultation, and is the same in every state. ``led_on``: who comes for what is not there, or not theirs,
    is led to what is, and told so; the same for both.
    """

    get: tuple[Need, ...] = ()
    post: tuple[Need, ...] = ()
    scope: str = "scope"
    args: dict[str, str] = field(default_factory=dict)
    exists: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    readers: Answer | None = None
    asking: Act | None = None
    once: bool = False
    led_on: bool = False


FREE = (Answer.REACHES,)
SEEN = (Act.READ, Act.READ_DRAFT)
ENTERED = (Act.ENTER, Act.READ_DRAFT)


def _page(*needs: Need, **more: object) -> Needs:
    """An address for everyone, or for whoever may do one of these; it belongs to no consultation."""
    return Needs(needs or FREE, needs or FREE, once=True, **more)  # type: ignore[arg-type]  # fields of Needs


def _vote() -> Needs:
    """A vote: whoever has not signed in does so first, while votes are taken."""
    return Needs(post=(Act.READ,), readers=Answer.SIGN_IN, asking=Act.VOTE, fields={"choice": "agree"})


def _commitment(act: Act, **args: str) -> Needs:
    """A form about a commitment: of its plan's coordinators, and of the officers of the body that leads it."""
    return _page(Right(act), args={"slug": "plan", **args})


def _run(act: Act) -> Needs:
    """A form that is there while the state allows the act; sent later, it is told why not."""
    return Needs((act,), (Told(act),))


def _letter(need: Need, *, get: bool = True) -> Needs:
    """Something that was keyed in."""
    needs, there = (need,), {"reference": "letter"}
    return Needs(needs if get else (), () if get else needs, args=there, exists=("letter",))


NEEDS: dict[str, Needs] = {
    # The desk, a consultation's rooms.
    "desk.announce": _run(Act.ANNOUNCE),
    "desk.answer": Needs((Told(Act.ANSWER),), (Told(Act.ANSWER),)),
    "desk.answers": Needs(ENTERED),
    "desk.ask_erasure": Needs((Act.ASK_ERASURE,), (Act.ASK_ERASURE,)),
    "desk.cancel": _run(Act.CANCEL),
    "desk.bring_draft_back": Needs(post=(Told(Act.EDIT),)),
    "desk.bring_text_back": Needs(post=(Right(Act.EDIT),)),
    "desk.clarify": _run(Act.CLARIFY),
    "desk.clarify_text": _run(Act.CLARIFY),
    "desk.consultation": Needs(ENTERED),
    "desk.consultation_level": _run(Act.SAY_LEVEL_REACHED),
    "desk.discard_draft": _run(Act.EDIT),
    "desk.discard_text": Needs((Right(Act.EDIT),), (Right(Act.EDIT),)),
    "desk.edit_consultation": _run(Act.EDIT),
    "desk.erase": Needs(post=(Act.ERASE,)),
    "desk.erasure": Needs((Act.ERASE,)),
    "desk.erasures": Needs((Act.ERASE,)),
    "desk.erratum": _run(Act.CORRECT),
    "desk.extend": _run(Act.EXTEND),
    "desk.hide": Needs((Act.MODERATE,), (Act.MODERATE,)),
    "desk.hide_many": Needs((Act.MODERATE,), (Act.MODERATE,)),
    "desk.identity": Needs((Act.SEE_IDENTITY,), (Act.SEE_IDENTITY,)),
    "desk.new_theme": Needs(post=(Told(Act.THEME),)),
    "desk.place": Needs(post=(Told(Act.THEME),)),
    "desk.attach_original": _letter(Told(Act.KEY_IN), get=False),
    "desk.key_in": Needs((Told(Act.KEY_IN),), (Told(Act.KEY_IN),)),
    "desk.letter": _letter(Told(Act.KEY_IN)),
    "desk.letter_receipt": _letter(Told(Act.KEY_IN)),
    "desk.letters": Needs(ENTERED),
    "desk.original": _letter(Act.MODERATE),
    "desk.take_off_original": _letter(Told(Act.KEY_IN), get=False),
    "desk.move_point": Needs(post=(Told(Act.THEME),), fields={"place": "1"}),
    "desk.remove_point": Needs(post=(Told(Act.THEME),)),
    "desk.bring_point_back": Needs(post=(Told(Act.THEME),)),
    "desk.look_again": Needs(post=(Told(Act.ANSWER),)),
    "desk.points": Needs((Told(Act.THEME),), (Told(Act.THEME),)),
    "desk.publication": Needs(ENTERED),
    "desk.publish": Needs(post=(Told(Act.PUBLISH),), fields={"number": "1"}),
    "desk.publish_text": Needs((Right(Act.PUBLISH_TEXT),), (Right(Act.PUBLISH_TEXT),)),
    "desk.queue": Needs(ENTERED),
    "desk.refuse_erasure": Needs(post=(Act.ERASE,)),
    "desk.remove_theme": Needs(post=(Told(Act.THEME),)),
    "desk.rename_theme": Needs((Told(Act.THEME),), (Told(Act.THEME),)),
    "desk.reports": Needs((Act.MODERATE,), (Act.MODERATE,)),
    "desk.restore": Needs((Act.MODERATE,), (Act.MODERATE,)),
    "desk.show_many": Needs((Act.MODERATE,), (Act.MODERATE,), exists=("batch",)),
    "desk.split_clause": Needs((Right(Act.EDIT),), (Right(Act.EDIT),)),
    "desk.text": Needs((Right(Act.EDIT),), (Right(Act.EDIT),)),
    "desk.invite_bodies": Needs((Told(Act.INVITE_TO_ANSWER),), (Told(Act.INVITE_TO_ANSWER),)),
    "desk.tell_otherwise": Needs((Told(Act.INVITE_TO_ANSWER),), (Told(Act.INVITE_TO_ANSWER),)),
    "public.invited": Needs((Act.READ,)),
    "desk.summaries": Needs((Right(Act.EDIT),), (Right(Act.EDIT),)),
    "desk.themes": Needs(ENTERED),
    "desk.translate": _run(Act.TRANSLATE),
    # The desk, beside them.
    "desk.account": _page(Act.GRANT),
    "desk.account_acts": _page(Act.READ_ACTS),
    "desk.account_identity": _page(Act.GRANT),
    "desk.accounts": _page(Act.READ_ACTS),
    "desk.end_role": _page(Act.GRANT),
    "desk.find_account": _page(Act.GRANT),
    "desk.give_role": _page(Act.GRANT),
    "desk.edit_holiday": _page(Act.KEEP_HOLIDAYS),
    "desk.holidays": _page(Act.KEEP_HOLIDAYS),
    "desk.new_holiday": _page(Act.KEEP_HOLIDAYS),
    "desk.put_back_holiday": _page(Act.KEEP_HOLIDAYS),
    "desk.remove_holiday": _page(Act.KEEP_HOLIDAYS),
    "desk.home": _page(),
    "desk.new_consultation": _page(),
    "desk.new_text": _page(),
    "desk.readmit": _page(Act.SUSPEND),
    "desk.suspend": _page(Act.SUSPEND),
    # Plans and commitments.
    "desk.commitment": _page(args={"slug": "plan"}),
    "desk.commitment_act": _commitment(Act.WITHDRAW_COMMITMENT, kind="commitment act"),
    "desk.commitment_body": _commitment(Act.DRAFT_COMMITMENT),
    "desk.commitment_carried": _commitment(Act.DRAFT_COMMITMENT),
    "desk.commitment_tests": _commitment(Act.DRAFT_COMMITMENT),
    "desk.commitment_template": _commitment(Act.DRAFT_COMMITMENT),
    "desk.commitment_title": _commitment(Act.DRAFT_COMMITMENT),
    "desk.delay_commitment": _commitment(Act.REPORT_PROGRESS),
    "desk.end_commitment_delay": _commitment(Act.REPORT_PROGRESS),
    "desk.edit_plan": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.export_plan": _page(Act.KEEP_PLAN, args={"slug": "plan", "kind": "kind of table"}),
    "desk.import_plan": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.import_preview": _page(Only("coordinator"), args={"slug": "plan"}),
    "desk.import_template": _page(Act.KEEP_PLAN, args={"slug": "plan", "kind": "kind of table"}),
    "desk.milestone": _commitment(Act.DRAFT_COMMITMENT),
    "desk.milestone_act": _commitment(Act.RECORD_COMMITMENT, kind="milestone act"),
    "desk.milestone_progress": _page(args={"slug": "plan"}),
    "desk.move_commitment": _page(Right(Act.KEEP_PLAN), args={"slug": "plan", "way": "way"}),
    "desk.move_milestone": _commitment(Act.DRAFT_COMMITMENT, way="way"),
    "desk.new_commitment": _page(
        Only("officer"), Only("officer of another"), Only("coordinator"), args={"slug": "plan"}
    ),
    "desk.new_milestone": _commitment(Act.DRAFT_COMMITMENT),
    "desk.new_plan": _page(Act.BEGIN_PLAN),
    "desk.plan": _page(args={"slug": "plan"}),
    "desk.plan_act": _page(Right(Act.ADOPT_PLAN), args={"slug": "plan", "kind": "plan act"}),
    "desk.plan_level": _page(Act.KEEP_LEVEL, args={"slug": "plan", "process": "process"}),
    "desk.plan_progress": _page(args={"slug": "plan"}),
    "desk.plans": _page(),
    "desk.remind_of_progress": _page(Right(Act.REMIND_OF_PROGRESS), args={"slug": "plan"}),
    "desk.report_progress": _commitment(Act.REPORT_PROGRESS),
    "desk.correct_progress": _commitment(Act.REPORT_PROGRESS),
    "desk.correct_plan_statement": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.correct_plan_step": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.new_plan_statement": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.new_plan_step": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.remove_plan_step": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.restore_plan_step": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    "desk.withdraw_plan_statement": _page(Act.KEEP_PLAN, args={"slug": "plan"}),
    # Documents.
    "desk.ask_document_erasure": _page(Act.ASK_DOCUMENT_ERASURE, args={"slug": "document"}),
    "desk.bring_back_document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.detach_document": _page(
        Act.KEEP_DOCUMENTS, args={"slug": "document", "attachment_id": "attachment"}
    ),
    "desk.document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.document_erasure": _page(Act.ERASE_DOCUMENT, args={"slug": "erasing"}),
    "desk.documents": _page(),
    "desk.edit_document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.new_document": _page(),
    "desk.new_document_version": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.open_document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.refuse_document_erasure": _page(Act.ERASE_DOCUMENT, args={"slug": "erasing"}),
    "desk.restrict_document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "desk.withdraw_document": _page(Act.KEEP_DOCUMENTS, args={"slug": "document"}),
    "public.document": _page(Act.READ_RESTRICTED, args={"slug": "restricted"}),
    "public.documents": _page(),
    "public.documents_csv": _page(),
    "public.download_document": _page(
        Act.READ_RESTRICTED, args={"slug": "restricted", "version": "first version"}
    ),
    "public.view_document": _page(
        Act.READ_RESTRICTED, args={"slug": "restricted", "version": "first version"}
    ),
    # The forum.
    "desk.action_item": _page(Right(Act.UPDATE_ACTION_ITEM), args={"entry_id": "action item"}),
    "desk.action_items": _page(),
    "desk.add_attendee": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.arrange_entry": Needs(
        post=(Act.KEEP_FORUM,),
        once=True,
        args={"slug": "meeting", "clause_id": "minutes clause"},
        fields={"arrange": "up"},
    ),
    "desk.cancel_meeting": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.discard_minutes": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.edit_entry": _page(Act.KEEP_FORUM, args={"slug": "meeting", "clause_id": "minutes clause"}),
    "desk.forum_people": _page(Act.KEEP_FORUM),
    "desk.forum_person": _page(Act.KEEP_FORUM, args={"person_id": "forum person"}),
    "desk.invite_people": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.leave_out": _page(Act.KEEP_FORUM, args={"slug": "meeting", "attendance_id": "attendance"}),
    "desk.meeting": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.meeting_agenda": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.meeting_details": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.new_entry": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.new_meeting": _page(Act.KEEP_FORUM),
    "desk.publish_minutes": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.record_presence": _page(Act.KEEP_FORUM, args={"slug": "meeting"}),
    "desk.remind_of_action_items": _page(Act.REMIND_OF_ACTION_ITEMS),
    "desk.remind_of_answers": _page(Act.REMIND_OF_ANSWERS),
    "desk.remove_name": _page(Act.KEEP_FORUM, args={"person_id": "forum person"}),
    "desk.take_over_people": Needs(post=(Act.KEEP_FORUM,), once=True, args={"slug": "meeting"}),
    "desk.end_seat": _page(Act.KEEP_FORUM, args={"seat_id": "seat"}),
    "desk.forum": _page(Act.KEEP_FORUM),
    "desk.new_seat": _page(Act.KEEP_FORUM),
    "desk.publish_rules": _page(Act.KEEP_FORUM),
    "public.action_item": _page(args={"entry_id": "action item"}),
    **dict.fromkeys(("public.action_items", "public.action_items_csv", "public.action_items_jsonl"), _page()),
    "public.forum": _page(),
    "public.meeting": _page(args={"slug": "meeting"}),
    **dict.fromkeys(("public.minutes", "public.minutes_file"), _page(args={"slug": "meeting"})),
    "public.minutes_compared": _page(args={"slug": "meeting", "after": "before"}),
    "public.minutes_version": _page(args={"slug": "meeting", "number": "minutes version"}),
    "public.forum_rules": _page(args={"number": "edition of rules"}),
    # The page on the initiative.
    "desk.begin_initiative": _page(Act.KEEP_INITIATIVE),
    "desk.correct_initiative_fact": _page(Act.KEEP_INITIATIVE),
    "desk.initiative": _page(Act.KEEP_INITIATIVE),
    "desk.initiative_section": _page(Act.KEEP_INITIATIVE, args={"slug": "section"}),
    "desk.new_initiative_fact": _page(Act.KEEP_INITIATIVE, args={"slug": "section"}),
    "desk.new_initiative_section": _page(Act.KEEP_INITIATIVE),
    "desk.publish_initiative": _page(Act.KEEP_INITIATIVE),
    "desk.withdraw_initiative_fact": _page(Act.KEEP_INITIATIVE),
    "desk.withdraw_initiative_section": _page(Act.KEEP_INITIATIVE, args={"slug": "section"}),
    "public.initiative": _page(),
    "public.initiative_csv": _page(),
    "public.initiative_edition": _page(args={"number": "edition"}),
    # Organisations that take part.
    "desk.describe_body": _page(Act.ENTER_BODY, args={"slug": "speaking"}),
    "desk.site_body": _page(Act.KEEP_SITE),
    "desk.rename_body": _page(Act.ENTER_BODY, args={"slug": "speaking"}),
    "desk.new_body": _page(Act.ENTER_BODY),
    "desk.decide_organisation": _page(Act.VERIFY, args={"slug": "applied"}),
    "desk.confirm_ending": _page(Act.CONFIRM_ENDING, args={"slug": "speaking"}),
    "desk.end_organisation": _page(Act.VERIFY, args={"slug": "speaking"}),
    "desk.endings": _page(Act.CONFIRM_ENDING),
    "desk.restore_organisation": _page(Act.VERIFY, args={"slug": "speaking"}),
    "desk.take_back_ending": Needs(post=(Act.CONFIRM_ENDING,), args={"slug": "speaking"}, once=True),
    "desk.organisations": _page(Act.VERIFY),
    "desk.reasons": _page(Act.KEEP_REASONS, args={"slug": "body"}),
    "desk.withdraw_a_reason": _page(Act.KEEP_REASONS, args={"slug": "body"}),
    "public.apply_for_organisation": _page(),
    "public.end_representative": _page(
        Act.INVITE, Act.VERIFY, scope="speaking scope", args={"slug": "speaking", "grant_id": "colleague"}
    ),
    "public.invitation": _page(),
    "public.leave_organisation": _page(Act.INVITE, scope="speaking scope", args={"slug": "speaking"}),
    "public.organisation": _page(Act.VERIFY, Only("other citizen"), args={"slug": "applied"}),
    "public.organisations": _page(),
    "public.representatives": _page(
        Act.INVITE, Act.VERIFY, scope="speaking scope", args={"slug": "speaking"}
    ),
    "public.revoke_invitation": _page(Act.INVITE, scope="speaking scope", args={"slug": "speaking"}),
    # A consultation and what was said in it.
    "public.consultation": Needs(SEEN),
    "public.contribute": Needs(SEEN, SEEN),
    "public.contribution": Needs(SEEN),
    "public.contributions": Needs(SEEN),
    "public.contributions_csv": Needs(SEEN),
    "public.contributions_jsonl": Needs(SEEN),
    "public.erasure": Needs((Only("citizen"),), (Only("citizen"),)),
    "public.take_back": Needs(post=(Only("citizen"),)),
    "public.outcome": Needs((Act.READ,), exists=("outcome",)),
    "public.propose": Needs(SEEN, SEEN),
    "public.reply": Needs(SEEN, (Act.READ,)),
    "public.revisions_csv": Needs(SEEN),
    "public.report": Needs(SEEN, SEEN),
    "public.report_page": Needs(FREE, args={"token": "report"}, exists=("report",)),
    "public.sealed": Needs(SEEN),
    "public.text": Needs(SEEN),
    "public.theme": Needs((Act.READ,), exists=("outcome",)),
    "public.vote_clause": _vote(),
    "public.vote_contribution": _vote(),
    "public.revise": Needs((Act.REVISE,), (Right(Act.REVISE),)),
    "public.withdraw": Needs((Act.WITHDRAW,), (Right(Act.WITHDRAW),)),
    # The plan record: a text is there once it was announced.
    "public.commitment": Needs(FREE, args={"slug": "plan"}),
    "public.compare": Needs((Act.READ,), args={"slug": "plan"}, exists=("outcome",)),
    "public.plan": Needs(FREE, args={"slug": "plan"}),
    "public.plan_csv": Needs(FREE, args={"slug": "plan"}),
    "public.plan_file": Needs(FREE, args={"slug": "plan"}),
    "public.plan_xlsx": Needs(FREE, args={"slug": "plan"}),
    "public.plans": Needs(FREE),
    "public.progress": Needs(FREE, args={"slug": "plan"}),
    "public.progress_csv": Needs(FREE, args={"slug": "plan"}),
    "public.progress_pdf": Needs(FREE, args={"slug": "plan"}),
    "public.version": Needs((Act.READ,), args={"slug": "plan"}),
    # Pages of their own.
    "public.account": _page(),
    "public.account_settings": _page(),
    "public.change_address": _page(),
    "public.change_password": _page(),
    "public.confirm": _page(),
    "public.confirm_address": _page(),
    "public.consultations": _page(),
    "public.discard_kept": _page(Answer.MISSING),
    "public.change_waiting": _page(led_on=True),
    "public.discard_waiting": _page(led_on=True),
    "public.discard_waiting_vote": _page(led_on=True),
    "public.draft": _page(),
    "public.end_other_sessions": _page(),
    "public.end_session": _page(),
    "public.forgotten": _page(),
    "public.find_contribution": _page(),
    "public.home": _page(),
    "public.keep_form": _page(),
    "public.kept_forms": _page(),
    "public.keep_waiting": _page(led_on=True),
    "public.login": _page(),
    "public.logout": _page(),
    "public.look_ups": _page(),
    "public.mail_preferences": _page(),
    "public.mailed": _page(Answer.SIGN_IN),
    "public.mails": _page(),
    "public.moderation_log": _page(),
    "public.page": _page(),
    "public.record_waiting_vote": _page(led_on=True),
    "public.register": _page(),
    "public.resend": _page(),
    "public.reset": _page(),
    "public.security": _page(),
    "public.unsubscribe": _page(fields={"List-Unsubscribe": "One-Click"}),
    "public.waiting": _page(),
    "public.waiting_words": _page(led_on=True),
    "site.health": _page(),
    "site.index": _page(),
    "site.ready": _page(),
    "site.robots": _page(),
    "site.security": _page(),
    "site.sitemap": _page(),
    "site.sitemap_part": _page(args={"number": "sitemap part"}),
    "site.verifier": _page(),
    "static": _page(),
}
