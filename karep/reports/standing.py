"""How an account is covered: who of ours knows whom of theirs, what that is worth, and what is missing."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Final, NamedTuple

from karep.db.views.coverage import Care, Contact, Presence, get_care, list_contacts, list_presences
from karep.db.views.people import Person, list_people
from karep.frozen import frozen
from karep.i18n import N_, _
from karep.reports.words import read_local_day
from karep.rules import coverage as rules
from karep.rules.chain import empty_chairs, read_roles, stance_warnings, tree
from karep.rules.clock import Clock

OWNER: Final = "owner"
BACKUP: Final = "backup"
COUNTERPART: Final = "counterpart"
PARTS: Final = {OWNER: N_("Owner"), BACKUP: N_("Backup"), COUNTERPART: N_("counterpart")}
"""Why somebody of ours belongs to an account."""


class Meetings(NamedTuple):
    """The touches between one of ours and one of theirs."""

    last: date
    times: int


@frozen
class Ours:
    """One of ours."""

    key: str
    name: str
    parts: frozenset[str]
    """Why they belong to the account, of `PARTS`; empty for who only came along."""
    last: date | None
    """When they were last in contact with the account."""
    active: bool
    """Whether that is within the days that count."""


@frozen
class Warned:
    """Something that should worry the rep."""

    kind: str
    """A warning of `karep.rules.coverage` or `karep.rules.chain`, ``senior_nobody`` or ``senior_rep``."""
    person_id: str = ""
    name: str = ""
    """Whom it is about, if anybody."""


@frozen
class Standing:
    """How an account is covered."""

    care: Care
    here: tuple[Person, ...] = ()
    """Those of theirs who have not left, in the order of the decision chain."""
    ours: tuple[Ours, ...] = ()
    """The owner, the backup, the counterparts, then whoever came along, the latest first."""
    cells: Mapping[tuple[str, str], Meetings] = field(default_factory=dict)
    """What there was between one of theirs and one of ours, by the id and the key."""
    coverage: rules.Coverage = field(default_factory=lambda: rules.coverage((), date.min, ours=0, theirs=0))
    warnings: tuple[Warned, ...] = ()
    empty: tuple[str, ...] = ()
    """The chairs that nobody sits in."""
    absent: tuple[str, ...] = ()
    """The chairs that nobody has there, and that nobody sits in."""

    def is_counterpart(self, person: Person, ours: Ours) -> bool:
        """Whether one of ours is responsible for one of theirs."""
        return any(one.key == ours.key for one in rules.our_names(person.counterpart))


def read_standing(
    connection: sqlite3.Connection,
    account_id: str,
    clock: Clock,
    own_name: str = "",
    settings: rules.CoverageSettings = rules.DEFAULT_SETTINGS,
) -> Standing | None:
    """How an account is covered; None when it is not there or was removed.

    The rep was at every touch: that is the account's owner, else whoever keeps the book.

    Args:
        connection: The store.
        account_id: The account.
        clock: The rep's clock.
        own_name: Whose book it is.
        settings: The figures of the score.
    """
    care = get_care(connection, account_id)
    if care is None:
        return None
    people = [one for one in list_people(connection, account_id) if not one.left_on]
    here = tuple(one.member for one in tree(people))
    rep = next(iter((*rules.our_names(care.owner), *rules.our_names(own_name), *rules.our_names(_("Me")))))
    contacts, presences = list_contacts(connection, account_id), list_presences(connection, account_id)
    cells = _cells(contacts, rep, clock)
    ours = _ours(care, here, contacts, presences, rep, clock, settings)
    seats = [
        rules.Seat(one.id, one.roles, one.strength, read_local_day(one.last_touch_at, clock.zone))
        for one in here
        if not one.placeholder
    ]
    active = sum(one.active for one in ours)
    theirs = sum(rules.is_active(seat.last_contact, clock.today, settings) for seat in seats)
    marked = read_roles(care.absent_roles)
    empty = empty_chairs(here, marked)
    absent = tuple(role for role in empty_chairs(here) if role in marked)
    score = rules.coverage(
        seats, clock.today, ours=active, theirs=theirs, tier=care.tier, absent=absent, settings=settings
    )
    warnings = _warnings(care, here, rules.thread_warnings(active, theirs, settings), rep)
    return Standing(care, here, ours, cells, score, warnings, empty, absent)


def _along(text: str | None, rep: rules.OurName) -> tuple[rules.OurName, ...]:
    """The rep, and who came along."""
    return (rep, *(one for one in rules.our_names(text) if one.key != rep.key))


def _cells(contacts: Iterable[Contact], rep: rules.OurName, clock: Clock) -> dict[tuple[str, str], Meetings]:
    found: dict[tuple[str, str], Meetings] = {}
    for contact in contacts:
        day = read_local_day(contact.last_at, clock.zone)
        for one in _along(contact.along, rep) if day else ():
            known = found.get((contact.person_id, one.key))
            last = max(known.last, day) if known and day else day
            assert last is not None
            found[contact.person_id, one.key] = Meetings(last, contact.times + (known.times if known else 0))
    return found


def _ours(
    care: Care,
    here: Iterable[Person],
    contacts: Iterable[Contact],
    presences: Iterable[Presence],
    rep: rules.OurName,
    clock: Clock,
    settings: rules.CoverageSettings,
) -> tuple[Ours, ...]:
    names: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    counterparts = [one.counterpart for one in here]
    for part, texts in ((OWNER, [care.owner]), (BACKUP, [care.backup]), (COUNTERPART, counterparts)):
        for one in (name for text in texts for name in rules.our_names(text)):
            names.setdefault(one.key, one.name)
            parts.setdefault(one.key, set()).add(part)
    last: dict[str, date] = {}
    touches = [*((one.along, one.last_at) for one in contacts), *((one.along, one.last_at) for one in presences)]
    for along, at in touches:
        day = read_local_day(at, clock.zone)
        for one in _along(along, rep) if day else ():
            names.setdefault(one.key, one.name)
            last[one.key] = max(last.get(one.key, date.min), day or date.min)
    found = [
        Ours(key, name, frozenset(parts.get(key, ())), day, rules.is_active(day, clock.today, settings))
        for key, name, day in ((key, name, last.get(key)) for key, name in names.items())
    ]
    order = {OWNER: 0, BACKUP: 1, COUNTERPART: 2}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                min((order[part] for part in one.parts), default=len(order)),
                -(one.last or date.min).toordinal(),
                one.name,
            ),
        )
    )


def _warnings(care: Care, here: tuple[Person, ...], threads: Iterable[str], rep: rules.OurName) -> tuple[Warned, ...]:
    if not here:
        return ()
    found = [Warned(kind) for kind in threads]
    reps = [one.name for text in (care.owner, care.backup, rep.name) for one in rules.our_names(text)]
    known = [one for one in here if not one.placeholder]
    for one in known:
        if "decision_maker" in one.roles and (kind := rules.senior_warning(one.counterpart, reps)):
            found.append(Warned(f"senior_{kind}", one.id, one.name))
    return (*found, *(Warned(kind) for kind in stance_warnings(known)))


# --- in words ----------------------------------------------------------------------------------------------------


def warning_words(one: Warned, standing: Standing, settings: rules.CoverageSettings = rules.DEFAULT_SETTINGS) -> str:
    """A warning as a sentence."""
    if one.kind == "one_of_ours":
        names = _(", ").join(ours.name for ours in standing.ours if ours.active)
        return _("Single thread: only {name} of ours in {days} days").format(name=names, days=settings.active_days)
    sentences = {
        "no_contact": _("Nobody in contact for {days} days"),
        "one_of_theirs": _("Single thread: only one of theirs in {days} days"),
        "senior_nobody": _("{name} decides: no counterpart of ours"),
        "senior_rep": _("{name} decides: knows no senior of ours"),
        "against": _("A decision-maker is against us"),
        "undecided": _("Everybody is neutral or unknown: where do they stand?"),
        "no_supporter": _("Nobody is for us"),
    }
    return sentences[one.kind].format(name=one.name, days=settings.active_days)


def score_words(standing: Standing, settings: rules.CoverageSettings = rules.DEFAULT_SETTINGS) -> str:
    """The score with what it should be read with: “Coverage 60 of 100 (72, but a single thread)”."""
    score = standing.coverage
    if score.capped:
        return _("Coverage {score} of 100 ({uncapped}, but a single thread)").format(
            score=score.score, uncapped=score.uncapped
        )
    return _("Coverage {score} of 100").format(score=score.score)


def active_words(standing: Standing, settings: rules.CoverageSettings = rules.DEFAULT_SETTINGS) -> str:
    """How many of ours and of theirs were in contact within the days that count."""
    score = standing.coverage
    return _("in {days} days: {ours} of ours, {theirs} of theirs").format(
        days=settings.active_days, ours=score.ours, theirs=score.theirs
    )
