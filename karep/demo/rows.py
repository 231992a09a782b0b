"""The rows of the sample while it is being made, and its arithmetic of days."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from karep.db.change import Change, validated
from karep.db.keys import new_id
from karep.db.triggers import RECORDS
from karep.rules.lunar import to_lunar
from karep.rules.zones import utc_text

_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (12, 24), (12, 25), (12, 26), *((10, day) for day in range(1, 8))}
"""Month and day of what is free everywhere that this book goes."""


@dataclass(slots=True)
class Rows:
    """What will be stored, by noun, around the day of the book."""

    today: date
    by_noun: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {noun: [] for noun in RECORDS})

    def add(self, noun: str, **values: Any) -> str:
        """Note a record down and return its id; a record comes after those that it points to."""
        record = new_id()
        self.by_noun[noun].append({"id": record, **values})
        return record

    def store(self, change: Change) -> None:
        """Validate and store everything in an open action."""
        stamps = {"created_at": change.at, "changed_at": change.at}
        for noun, rows in self.by_noun.items():
            change.add_many(noun, [validated(noun, {**stamps, **row}) for row in rows])

    def day(self, ago: int) -> date:
        """The day so many days ago, or the last workday before it when nobody works on that one."""
        day = self.today - timedelta(days=ago)
        while _is_free(day):
            day -= timedelta(days=1)
        return day

    def ahead(self, days: int) -> date:
        """The day so many days from today; one that is far enough off moves from a weekend to the Friday before."""
        day = self.today + timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4)) if days >= 3 else day


@cache
def _is_free(day: date) -> bool:
    """Whether a day is a weekend, or one of the long holidays on which nobody is visited."""
    if day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS:
        return True
    lunar = to_lunar(day) if day.month < 3 else None
    return lunar is not None and lunar.month == 1 and lunar.day < 7


def at(day: date, hour: int, minute: int = 0) -> str:
    """A moment of `day` as the store keeps it; hour and minute are UTC."""
    return utc_text(datetime.combine(day, time(hour, minute), UTC))
