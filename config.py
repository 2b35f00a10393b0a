"""Settings: read from the environment once, typed, validated and frozen; imports nothing of the product."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from limits import parse
from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_LENGTH = 32
DEFAULT_SECRET = "not-a-secret-change-me"  # noqa: S105 - production refuses to start with it


def _readable(rate: str) -> str:
    parse(rate)
    return rate


# How much in how long, as in "10 per 15 minutes".
Rate = Annotated[str, AfterValidator(_readable)]


class Settings(BaseSettings):
    """Everything that differs between two installations. Safe in production by default.

    Durations are in days or hours as their names say; addresses are URLs.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    environment: Literal["production", "development", "demonstration", "test"] = "production"
    secret_key: str = DEFAULT_SECRET
    base_url: str = "http://127.0.0.1:8000"
    var_dir: Path = Path("var")
    database_url: str = ""
    jobs_url: str = ""
    mail_url: str = ""
    # Where the bytes of documents are kept: file:/folder, or s3://bucket/prefix?endpoint=…&region=….
    storage_url: str = ""
    # Whether mails, with the password of their server and the links in them, may go to another machine in clear.
    mail_plaintext: bool = False
    mail_sender: str = "consult@example.org"
    # The body that runs the site, as the foot of every page and mail names it.
    operator_ar: str = "وحدة الحكومة الشفافة، وزارة التخطيط والتعاون الدولي"
    operator_en: str = "Open Government Unit, Ministry of Planning and International Cooperation"
    contact_email: str = "ogunit@mop.gov.jo"
    security_email: str = ""
    time_zone: str = "Asia/Amman"

    notice_days: int = Field(default=14, ge=0)
    open_days: int = Field(default=28, ge=1)
    open_days_with_reason: int = Field(default=10, ge=1)
    answer_days: int = Field(default=84, ge=1)
    # After so many months without a word on a milestone, its page says since when.
    progress_months: int = Field(default=6, ge=1, le=12)
    # How late a closing may be moved: from the day on which that is done, and from the closing that was announced.
    extension_ahead_days: int = Field(default=180, ge=1)
    extension_days: int = Field(default=90, ge=1)
    # More official holidays than these in the time in which it is open: so many days longer, or a published reason.
    holiday_days: int = Field(default=5, ge=0)
    holiday_open_days: int = Field(default=14, ge=0)
    confirm_hours: int = Field(default=48, ge=1)
    draft_days: int = Field(default=7, ge=1)
    # Within so many minutes, the same words of one person in one place are one contribution, sent again.
    repeat_minutes: int = Field(default=10, ge=0)
    # For so many minutes, while nobody has answered or voted, who changes their words shows nobody the earlier ones.
    change_minutes: int = Field(default=15, ge=0)
    # For so many days after the closing, what came by post, by telephone or on paper in time is still keyed in.
    key_in_days: int = Field(default=14, ge=0)
    min_age: int = Field(default=18, ge=1)

    # Where `serve.py` answers, in how many processes, each of how many threads.
    listen: str = Field(default="127.0.0.1:8000", pattern=r"^.+:\d+$")
    workers: int = Field(default=2, ge=1)
    threads: int = Field(default=4, ge=1)
    # How many proxies stand before the server and may say whom they speak for; None: one in production, else none.
    proxies: int | None = Field(default=None, ge=0)
    # For how many seconds a public page is kept and given to whoever has no session (web/page_cache.py); 0 keeps none.
    page_seconds: float = Field(default=2, ge=0, le=2)
    access_log: bool = True
    # Whether each answer says what it cost (Server-Timing): for measuring, not for the open street.
    expose_timings: bool = False
    # Where counts are kept: a redis:// URL, or memory:// for each process by itself; "off" counts nothing.
    limits_url: str = ""
    # Whole neighbourhoods share an address on mobile networks: what counts by address is generous.
    sign_in_rate: Rate = "10 per 15 minutes"
    sign_in_rate_under_attack: Rate = "3 per 15 minutes"
    sign_in_account_rate: Rate = "50 per 15 minutes"
    sign_in_address_rate: Rate = "300 per 15 minutes"
    sign_in_all_rate: Rate = "3000 per minute"
    mail_rate: Rate = "10 per hour"
    mail_address_rate: Rate = "200 per hour"
    mail_all_rate: Rate = "20000 per hour"
    words_rate: Rate = "60 per 10 minutes"
    words_address_rate: Rate = "600 per 10 minutes"
    words_all_rate: Rate = "12000 per minute"
    # Reports take words of people without an account, so that they are counted apart and closer.
    report_rate: Rate = "30 per 10 minutes"
    report_address_rate: Rate = "120 per 10 minutes"
    report_all_rate: Rate = "3000 per minute"
    vote_rate: Rate = "300 per 10 minutes"
    vote_address_rate: Rate = "3000 per 10 minutes"
    vote_all_rate: Rate = "60000 per minute"
    # Forms that keep themselves while somebody writes.
    kept_rate: Rate = "120 per 10 minutes"
    kept_address_rate: Rate = "3000 per 10 minutes"
    kept_all_rate: Rate = "12000 per minute"
    # Mail services press for all their readers from a few addresses.
    unsubscribe_rate: Rate = "60 per 10 minutes"
    unsubscribe_address_rate: Rate = "3000 per 10 minutes"
    unsubscribe_all_rate: Rate = "60000 per minute"

    # A part of the map of the site names a thousand pages; search engines read it from a few addresses.
    map_address_rate: Rate = "300 per 10 minutes"
    map_all_rate: Rate = "600 per minute"
    # What is set on paper takes up to a second of the processor for the largest plan.
    paper_address_rate: Rate = "30 per 10 minutes"
    paper_all_rate: Rate = "60 per minute"

    @property
    def demonstration(self) -> bool:
        """Whether this is a demonstration: labelled pages, mails kept in files, accounts whose passwords are public."""
        return self.environment == "demonstration"

    @property
    def database(self) -> str:
        """SQLAlchemy URL; SQLite under ``var_dir`` where none was given."""
        return self.database_url or f"sqlite:///{(self.var_dir / 'consult.db').resolve()}"

    @property
    def jobs(self) -> str:
        """Where jobs queue: a ``redis://`` URL, or the path of an SQLite file."""
        return self.jobs_url or str((self.var_dir / "jobs.db").resolve())

    @property
    def storage(self) -> str:
        """Where bytes are kept; a folder under ``var_dir`` where nothing else was given."""
        return self.storage_url or f"file:{(self.var_dir / 'documents').resolve()}"

    @property
    def limits(self) -> str:
        """Where limits keep their counts; tests that are not about limits count nothing."""
        return self.limits_url or ("off" if self.environment == "test" else "memory://")

    @property
    def trusted_proxies(self) -> int:
        """How many entries of ``X-Forwarded-For``, counted from its end, were written by proxies of our own."""
        if self.proxies is not None:
            return self.proxies
        return 1 if self.environment == "production" else 0

    @property
    def secure_cookies(self) -> bool:
        """Cookies carry ``__Host-`` and ``Secure`` wherever the site is served by https."""
        return self.base_url.startswith("https://")

    @model_validator(mode="after")
    def _production_has_its_own_key(self) -> Self:
        if self.environment == "production" and (
            self.secret_key == DEFAULT_SECRET or len(self.secret_key) < KEY_LENGTH
        ):
            message = "SECRET_KEY must be set to at least 32 characters of your own in production"
            raise ValueError(message)
        return self
