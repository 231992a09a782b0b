"""How an account stands, and the words that say why it is due for a contact."""

from dataclasses import dataclass
from typing import Final

from karep.i18n import N_, _, language, ngettext, pgettext
from karep.reports import words
from karep.rules.cadence import Cadence, ClockName, State
from karep.rules.day_words import weekday_words
from karep.rules.vocabulary import ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How an account stands: by the clock that counts, which is its own or that of somebody in it."""

    account_id: str
    account_name: str
    tier: str | None
    city: str | None
    district: str | None
    person_id: str = ""
    """Whose clock it is; empty for the account's own."""
    person_name: str = ""
    role: str = ""
    """The part of that person, one of the vocabulary."""
    cadence: Cadence
    next_due: str | None
    """The day of its earliest open follow-up; None when nothing is planned."""


_LAST: Final[dict[ClockName, str]] = {
    "contact": N_("last contact {days} d ago"),
    "face": N_("last met {days} d ago"),
    "senior": N_("last senior visit {days} d ago"),
    "meeting": N_("last business meeting {days} d ago"),
    "survey": N_("last survey {days} d ago"),
    "person": N_("last contact {days} d ago"),
}
_TODAY: Final[dict[ClockName, str]] = {
    "contact": N_("last contact today"),
    "face": N_("last met today"),
    "senior": N_("last senior visit today"),
    "meeting": N_("last business meeting today"),
    "survey": N_("last survey today"),
    "person": N_("last contact today"),
}
_NEVER: Final[dict[ClockName, str]] = {
    "contact": N_("never in contact"),
    "face": N_("never met"),
    "senior": N_("never had a senior visit"),
    "meeting": N_("never had a business meeting"),
    "survey": N_("never surveyed"),
    "person": N_("never in contact"),
}
_STEP: Final[dict[ClockName, str]] = {
    "dormant": N_("step due {n} d after it fell asleep"),
    "lost": N_("step due {n} d after it was lost"),
}
_AGO: Final[dict[ClockName, str]] = {"dormant": N_("dormant for {days} d"), "lost": N_("lost {days} d ago")}


def due_words(due: Due) -> str:
    """Why an account is due: “Platinum, purchaser, last contact 43 d ago, limit 30 d”."""
    cadence = due.cadence
    told = [words.tier_words(due.tier)]
    if due.role:
        told.append(_role_words(due.role))
    told += _recovery_words(cadence) if cadence.clock in _AGO else _clock_words(cadence)
    if cadence.moved_from is not None and cadence.due_on is not None:
        moved = _("due {day} → {before} (rest day)")
        day, before = (weekday_words(one, language()) for one in (cadence.moved_from, cadence.due_on))
        told.append(moved.format(day=day, before=before))
    return pgettext("why", ", ").join(told)


def _clock_words(cadence: Cadence) -> list[str]:
    limit = ngettext("limit {n} d", "limit {n} d", cadence.limit_days).format(n=cadence.limit_days)
    clock = cadence.clock
    if cadence.days_since is None:
        if clock == "contact" or cadence.days_left is None:
            return [_(_NEVER[clock]), limit]
        known = cadence.limit_days - cadence.days_left
        return [_(_NEVER[clock]), ngettext("known for {n} d", "known for {n} d", known).format(n=known), limit]
    last = _(_TODAY[clock]) if cadence.days_since <= 0 else _(_LAST[clock]).format(days=cadence.days_since)
    return [last, limit]


def _recovery_words(cadence: Cadence) -> list[str]:
    last = _(_NEVER["contact"])
    if cadence.days_since is not None:
        last = _(_TODAY["contact"])
        last = last if cadence.days_since <= 0 else _(_LAST["contact"]).format(days=cadence.days_since)
    if cadence.days_left is None:
        return [_("dormant") if cadence.clock == "dormant" else _("lost"), last, _("every step taken")]
    gone = _(_AGO[cadence.clock]).format(days=cadence.limit_days - cadence.days_left)
    return [gone, last, _(_STEP[cadence.clock]).format(n=cadence.limit_days)]


def _role_words(role: str) -> str:
    """A role as it stands within a sentence."""
    name = _(ROLES.get(role, role))
    return name[:1].lower() + name[1:]


_STATES: Final[dict[State, str]] = {
    "never": N_("never contacted"),
    "fresh": N_("contact fresh"),
    "due": N_("contact due"),
    "overdue": N_("contact overdue"),
}


def state_words(due: Due) -> str:
    """How the clock that counts for an account stands: never contacted, fresh, due or overdue."""
    return _(_STATES[due.cadence.state])
