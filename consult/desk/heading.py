"""The consultation over a page of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from consult.consultations.models import Consultation


@dataclass(frozen=True, slots=True)
class Heading:
    """A consultation by its title and the end of its address."""

    slug: str
    title_ar: str
    title_en: str


def heading_of(consultation: Consultation) -> Heading:
    """Return what stands over a page about ``consultation``."""
    return Heading(consultation.slug, consultation.title_ar, consultation.title_en)
