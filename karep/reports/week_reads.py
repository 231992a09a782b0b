"""What several sections of a report on a period are made of: read once, because no index knows when something ended."""

import sqlite3

from karep.db.views.figures import first_moment
from karep.db.views.follow_ups import FollowUp, list_done_follow_ups
from karep.db.views.promises import Promise, list_closed_promises
from karep.reports.week_scene import Scene, scene_of


def closed_promises(
    connection: sqlite3.Connection, scene: Scene, since: str, until: str | None = None
) -> list[Promise]:
    """Promises that were kept or broken within a span that begins no earlier than the period before."""
    every = scene.once("promises", lambda: list_closed_promises(connection, since=_earliest(scene)))
    return [one for one in every if since <= (one.kept_at or one.broken_at or "") and _before(one, until)]


def _before(one: Promise, until: str | None) -> bool:
    return until is None or (one.kept_at or one.broken_at or "") < until


def done_follow_ups(
    connection: sqlite3.Connection, scene: Scene, since: str, until: str | None = None
) -> list[FollowUp]:
    """Follow-ups that were done within a span that begins no earlier than the period before."""
    every = scene.once("follow_ups", lambda: list_done_follow_ups(connection, since=_earliest(scene), until=None))
    return [one for one in every if since <= (one.done_at or "") and (until is None or (one.done_at or "") < until)]


def compared(connection: sqlite3.Connection, scene: Scene, number: int) -> int | None:
    """A number of the period before; None where there is nothing to compare with, because the book begins later."""
    first = scene.once("first", lambda: first_moment(connection))
    return number if number or (first is not None and first < scene.since) else None


def _earliest(scene: Scene) -> str:
    return scene_of(scene.period.step(-1), scene.clock).since
