"""The moments that a report on a period compares: its end, or now while it goes on, and the end of the one before."""

from datetime import date, timedelta
from typing import NamedTuple

from karep.reports.week_scene import Scene
from karep.rules.zones import utc_span


class Moment(NamedTuple):
    """A moment from which the book is seen: what happened later is not known."""

    end: str
    """The first moment that counts no more, UTC; texts of later moments sort behind it."""
    on: date
    """The day that it is, the last one that counts."""
    zone: str

    def start(self, days: int) -> str:
        """The moment at which the day so many days before begins, UTC."""
        first = self.on - timedelta(days=days)
        return utc_span(first, first, self.zone)[0]


def moments(scene: Scene) -> tuple[Moment, Moment]:
    """From which moment the period is seen, and from which the period before it; no moment lies ahead."""
    zone, today = scene.clock.zone, scene.clock.today
    now = f"{scene.clock.text}~"  # what happens at this very moment has happened
    seen = Moment(min(scene.until, now), scene.last_day, zone)
    before = Moment(min(scene.since, now), min(scene.period.first - timedelta(days=1), today), zone)
    return seen, before
