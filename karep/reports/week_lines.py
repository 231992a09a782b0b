"""What the lines of a report on a period are made of: typed pieces, people with their parts, lines below a record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, TypeVar

from karep.i18n import N_, _
from karep.reports import words
from karep.reports.report import Line, Part, Section
from karep.reports.week_scene import Scene
from karep.rules.vocabulary import ROLES
from karep.rules.zones import local_moment

Record = TypeVar("Record")
Roles = Mapping[tuple[str, str], Sequence[tuple[str | None, str]]]
"""Who plays which parts: by account and person the deal (None for the whole account) and the role."""


def listed(
    key: str, title: str, part: str, records: Iterable[Record], line: Callable[[Record, Scene], Line], scene: Scene
) -> Section:
    """A section with a line for each record, in their order; of a quarter or a year for the last ones only."""
    every = list(records)
    told = every[-scene.most :] if scene.most else every
    lines = tuple(line(one, scene) for one in told)
    return Section(key, title, lines, more=len(every) - len(told), part=part)


def pieces(**named: str | Part | None) -> tuple[Part, ...]:
    """The pieces of a line by name, some of them typed; empty ones are left out."""
    found = (
        one._replace(name=name) if isinstance(one, Part) else Part(name, one) for name, one in named.items() if one
    )
    return tuple(one for one in found if one.text.strip())


def stamped(stamp: str | None, scene: Scene) -> Part | None:
    """The day of a moment as stored, in words; its value is the moment by the rep's clock."""
    day = scene.day(stamp)
    if stamp is None or day is None:
        return None
    return Part("when", words.dated_words(day, scene.clock.today), moment(stamp, scene))


def moment(stamp: str, scene: Scene) -> datetime:
    """A moment as stored by the rep's clock, to the minute, without its zone."""
    return local_moment(stamp, scene.clock.zone).replace(second=0, microsecond=0, tzinfo=None)


def dated(day: date | None, scene: Scene, pattern: str = "{day}") -> Part | None:
    """A day in words, within a sentence that names it ``{day}``."""
    if day is None:
        return None
    return Part("when", pattern.format(day=words.dated_words(day, scene.clock.today)), day)


def timed(day: date, at: time | None, scene: Scene) -> Part:
    """A day with its time, if it has one."""
    text = words.dated_words(day, scene.clock.today)
    if at is None:
        return Part("when", text, day)
    return Part("when", f"{text} {at:%H:%M}", datetime.combine(day, at.replace(tzinfo=None)))


def priced(amount: int | None, currency: str | None) -> Part | None:
    """An amount of minor units in words; its value is in whole units of the currency."""
    if amount is None:
        return None
    return Part("amount", words.amount_words(amount, currency), Decimal(amount).scaleb(-2), currency or "")


def labelled(label: str, text: str) -> str:
    """A text behind what it is; nothing where there is none."""
    return _("{label}: {text}").format(label=label, text=text.strip()) if text.strip() else ""


def typed(line: Line, **values: date | datetime) -> Line:
    """A line whose pieces of these names stand for these days or moments."""
    return replace(line, parts=tuple(one._replace(value=values.get(one.name, one.value)) for one in line.parts))


_ROLES_WITHIN: Final = {
    "decision_maker": N_("decision-maker"),
    "purchaser": N_("purchaser"),
    "technical": N_("technical influencer"),
    "finance": N_("finance"),
    "user": N_("user"),
    "gatekeeper": N_("gatekeeper"),
    "information": N_("information contact"),
    "opinion_leader": N_("opinion leader"),
    "referrer": N_("referrer"),
}


def role_words(role: str) -> str:
    """A role as it stands within a sentence."""
    return _(_ROLES_WITHIN.get(role, role))


def people_words(people: Iterable[tuple[str, str]], account_id: str, deal_id: str | None, roles: Roles) -> str:
    """Who was there, each with the weightiest part that they play, in the deal if the touch was about one."""
    return _(", ").join(_person_words(name, roles.get((account_id, one), ()), deal_id) for one, name in people)


def _person_words(name: str, played: Sequence[tuple[str | None, str]], deal_id: str | None) -> str:
    here = [role for deal, role in played if deal_id and deal == deal_id] or [role for _deal, role in played]
    order = list(ROLES)
    best = min((role for role in here if role in ROLES), key=order.index, default=None)
    return _("{name} ({role})").format(name=name, role=role_words(best)) if best else name


def below(line_noun: str, record_id: str, account_id: str, named: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines below a record, one a text, each called by its name; empty ones are left out."""
    return tuple(
        Line(line_noun, record_id, (Part("what", text),), account_id=account_id, name=name)
        for name, text in named.items()
        if text.strip()
    )
