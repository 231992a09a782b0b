"""The edges of a span of time, as the store's texts compare."""

from datetime import date, datetime, time, timedelta

from karep.rules.zones import utc_text

Bound = date | datetime | str | None
"""A local calendar day, an aware moment, a text as stored, or no edge at all."""


def first_stamp(bound: Bound) -> str | None:
    """The first moment that counts: a day's local midnight, a moment itself."""
    if isinstance(bound, date) and not isinstance(bound, datetime):
        return utc_text(datetime.combine(bound, time.min).astimezone())
    return utc_text(bound) if isinstance(bound, datetime) else bound


def end_stamp(bound: Bound) -> str | None:
    """The first moment that counts no more: the midnight that ends a day, a moment itself."""
    if isinstance(bound, date) and not isinstance(bound, datetime):
        return utc_text(datetime.combine(bound + timedelta(days=1), time.min).astimezone())
    return utc_text(bound) if isinstance(bound, datetime) else bound


def day_text(bound: date | str | None) -> str | None:
    """A calendar day as stored, ``YYYY-MM-DD``; both edges of a span of days count."""
    if isinstance(bound, datetime):
        return bound.date().isoformat()
    return bound.isoformat() if isinstance(bound, date) else bound
