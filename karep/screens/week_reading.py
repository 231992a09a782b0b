"""What the week reads beside the summary itself: the records behind a number, and the messages for a chat."""

import sqlite3
from typing import Any

from karep.i18n import speaking
from karep.reports.report import Line, Report
from karep.reports.week import report
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.practice import Practice


def read_counted(
    connection: sqlite3.Connection, clock: Clock, period: Period, name: str, practice: Practice
) -> tuple[Line, ...]:
    """The records behind a number; none where nothing is known of it."""
    from karep.reports.week_counted import counted
    from karep.reports.week_scene import scene_of

    try:
        return counted(connection, scene_of(period, clock, practice), name)
    except KeyError:
        return ()


def read_messages(
    connection: sqlite3.Connection, clock: Clock, period: Period, speech: str, whose: dict[str, Any]
) -> tuple[Report, list[str]]:
    """The summary in a language, and its messages for a chat."""
    from karep.reports.messages import messages

    with speaking(speech):
        said = report(connection, clock, period, **whose)
        return said, messages(said)
