"""Changing words that were adopted: what they are now, and why they are changed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from consult.desk.plans.commitment_forms import MilestoneForm, TemplateForm, TitleForm
from consult.desk.plans.progress_forms import MilestoneWordsForm
from consult.plans.services import Why
from consult.web.forms import Form


class RewordedForm(Form):
    """Why adopted words are changed; ``seen`` marks the words that were shown beside the form."""

    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @property
    def why(self) -> Why:
        """As the service takes it."""
        return Why(self.reason_ar.data or "", self.reason_en.data or "", self.seen.data or "")


class RewordedTitleForm(RewordedForm, TitleForm):
    """What an adopted commitment is called from now on, and why."""


class RewordedTemplateForm(RewordedForm, TemplateForm):
    """What an adopted commitment promises, and why that is changed; ``seen`` is the template that was shown."""


class RewordedMilestoneForm(RewordedForm, MilestoneForm):
    """What a milestone is, of a commitment whose adoption was taken back, and why that is changed."""


class RewordedMilestoneWordsForm(RewordedForm, MilestoneWordsForm):
    """What a milestone of an adopted commitment is called and delivers, and why that is changed."""
