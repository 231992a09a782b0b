"""What any figure of a report on a period counts, looked up when it is opened."""

import sqlite3

from karep.reports.report import Line
from karep.reports.week_scene import Scene


def counted(connection: sqlite3.Connection, scene: Scene, name: str) -> tuple[Line, ...]:
    """The records behind a figure, one line each; nothing for gifts, of which only totals are told.

    Args:
        connection: The store.
        scene: The period.
        name: The `name` of the figure's line.

    Raises:
        KeyError: If there is no such figure.
    """
    from karep.reports import week_coverage, week_growth

    if name.startswith("gift"):
        return ()
    if name in week_coverage.FIGURES:
        return week_coverage.counted(connection, scene, name)
    if name in week_growth.FIGURES:
        return week_growth.counted(connection, scene, name)
    from karep.reports import week_numbers

    return week_numbers.counted(connection, scene, name)
