"""What was typed into a field as the value that the store keeps, or a refusal that names the field."""

from collections.abc import Mapping
from datetime import time

from karep.db.desk import Desk
from karep.db.errors import Refused
from karep.db.views.accounts import find_accounts
from karep.db.views.opportunities import list_opportunities
from karep.i18n import _, language
from karep.reports.words import rest_words
from karep.rules.clock import Clock
from karep.rules.date_words import When, day_order, parse_when
from karep.rules.day_words import describe_day
from karep.rules.money import format_amount, parse_amount
from karep.rules.occasion_words import YearDay, describe_year_day, parse_year_day
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.rules.zones import local_moment, to_utc

Values = Mapping[str, str]


def read_when(typed: str, clock: Clock, order: str, *, past: bool = False) -> When | None:
    """The day that words say, and the time if there is one; None for what is no day. `order` is the setting."""
    return parse_when(typed, clock.today, order=day_order(order), past=past)


def when(values: Values, name: str, clock: Clock, order: str, *, past: bool = False) -> When | None:
    """The day, and the time if there is one, or None for an empty field.

    Raises:
        Refused: If the words say no day that exists.
    """
    typed = values[name]
    if not typed:
        return None
    found = read_when(typed, clock, order, past=past)
    if found is None:
        raise Refused(
            _("“{typed}” is not a day that karep understands; try 下周三, next fri or 2026-12-01.").format(typed=typed),
            field=name,
        )
    return found


def day(values: Values, name: str, clock: Clock, order: str) -> str | None:
    """The day as the store keeps it, or None for an empty field."""
    found = when(values, name, clock, order)
    return found.day.isoformat() if found else None


def stamp(values: Values, name: str, clock: Clock, order: str) -> str:
    """The moment, in UTC, that local words about the past say; now for an empty field, noon when no time was said."""
    found = when(values, name, clock, order, past=True)
    if found is None or (found.time is None and found.day == clock.today):
        return clock.text
    return to_utc(found.day, found.time or time(12), clock.zone)


def when_preview(typed: str, clock: Clock, order: str, *, past: bool = False, rest: RestDays = WEEKENDS) -> str:
    """What karep understands by words for a day: “→ Wed 25 Nov 2026 · tomorrow”, and whether it is a holiday."""
    found = read_when(typed, clock, order, past=past)
    if found is None:
        return _("? not a day that karep understands")
    shown = describe_day(found.day, clock.today, language())
    clock_time = f" {found.time:%H:%M}" if found.time else ""
    return " · ".join(filter(None, (f"→ {found.day.isoformat()}{clock_time}", shown, rest_words(found.day, rest))))


def amount(values: Values, name: str) -> int | None:
    """An amount in minor units, or None for an empty field.

    Raises:
        Refused: If the text is no amount.
    """
    typed = values[name]
    if not typed:
        return None
    minor = parse_amount(typed)
    if minor is None:
        raise Refused(_("“{typed}” is not an amount; try 120万, 1.2m or 1,200,000.").format(typed=typed), field=name)
    return minor


def amount_preview(typed: str) -> str:
    """What karep understands by an amount."""
    minor = parse_amount(typed)
    return _("? not an amount") if minor is None else f"→ {format_amount(minor, language())}"


def amount_text(minor: int | None) -> str:
    """A stored amount as it may be typed again."""
    return "" if minor is None else format_amount(minor, "en")


def whole(values: Values, name: str) -> int | None:
    """A whole number, or None for an empty field.

    Raises:
        Refused: If the text is no whole number.
    """
    typed = values[name].replace(",", "").replace("，", "")
    if not typed:
        return None
    try:
        return int(typed)
    except ValueError as error:
        raise Refused(_("“{typed}” is not a whole number.").format(typed=typed), field=name) from error


def year_day(values: Values, name: str) -> YearDay | None:
    """A day of the year, or None for an empty field.

    Raises:
        Refused: If the words say no day that exists.
    """
    typed = values[name]
    if not typed:
        return None
    found = parse_year_day(typed)
    if found is None:
        raise Refused(
            _("“{typed}” is not a day of the year; try 5月3日, 农历八月十五, 3 May or 1985-05-03.").format(typed=typed),
            field=name,
        )
    return found


def year_day_preview(typed: str) -> str:
    """What karep understands by a day of the year."""
    found = parse_year_day(typed)
    return _("? not a day of the year") if found is None else f"→ {describe_year_day(found, language())}"


def local_words(stored: str, clock: Clock) -> str:
    """A stored moment as local words that `stamp` reads back: ``2026-11-20 14:30``."""
    return local_moment(stored, clock.zone).strftime("%Y-%m-%d %H:%M")


async def only_open_deal(desk: Desk, account_id: str) -> str:
    """The id of an account's open deal when it has exactly one; an empty text otherwise."""
    deals = await desk.read(list_opportunities, account_id=account_id, status="open")
    return deals[0].id if len(deals) == 1 else ""


async def account_named(desk: Desk, values: Values, name: str, other_than: str | None = None) -> str | None:
    """The id of the account whose whole name was typed, or None for an empty field.

    Raises:
        Refused: If no account has that name, or several have, or it is `other_than`.
    """
    wanted = values[name]
    if not wanted:
        return None
    found = await desk.read(find_accounts, wanted, 20)
    exact = [account_id for account_id, known in found if known.strip().casefold() == wanted.casefold()]
    if len(exact) != 1 or exact[0] == other_than:
        near = " · ".join(known for _id, known in found[:3]) or _("none")
        sentence = _("There is no other account named “{name}”; near: {near}")
        raise Refused(sentence.format(name=wanted, near=near), field=name)
    return exact[0]
