"""A report on a period as it is handed on: put together and written in the language that was asked for."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from karep.frozen import frozen
from karep.i18n import language, speaking
from karep.reports import formats
from karep.reports.report import Line, Report, leaving, walk
from karep.reports.week_scene import Scene, scene_of
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.practice import Practice
from karep.settings import Settings


@frozen
class Order:
    """What is asked for."""

    period: Period
    form: str = "txt"
    """One of `karep.reports.formats.FORMATS`."""
    language: str = "en"
    cite: bool = False
    """Whether each line tells the ids of its records."""
    template: Path | None = None
    """A template that is filled in instead; its name says the format."""

    @property
    def called(self) -> str:
        """The format as the log of exports knows it: its name, or the template's."""
        return self.template.name if self.template else self.form


def language_of(settings: Settings) -> str:
    """The language that reports are written in unless another is asked for."""
    return settings["week_language"] or language()


def ordered(
    connection: sqlite3.Connection,
    clock: Clock,
    settings: Settings,
    practice: Callable[[], Practice],
    order: Order,
) -> Report:
    """The report that was ordered, in its language; with the records behind each number where they are told.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        settings: The name and department of who reports, and the currency.
        practice: Gives how the rep works; asked in the language of the report.
        order: What is asked for.
    """
    from karep.reports.week import report

    with speaking(order.language):
        own = practice()
        found = report(
            connection,
            clock,
            order.period,
            author=settings["name"],
            department=settings["department"],
            practice=own,
        )
        if order.cite or order.form == "json" or order.template:
            found = _with_counted(connection, scene_of(order.period, clock, own), found)
    return found


def written(report: Report, order: Order) -> bytes:
    """The report as a file, in the language that was ordered.

    Raises:
        TemplateRefused: If the template cannot be read or filled in.
    """
    with speaking(order.language):
        return formats.write(report, order.form, cite=order.cite, template=order.template)


def line_count(report: Report) -> int:
    """How many lines of it leave the program."""
    return sum(1 for section in leaving(report).sections for _line in walk(section.lines))


def _with_counted(connection: sqlite3.Connection, scene: Scene, report: Report) -> Report:
    """The report with the records that each number counts below it."""
    from karep.reports.week_counted import counted

    def filled(line: Line) -> Line:
        if line.figure is None or line.lines or not line.name:
            return line
        return replace(line, lines=counted(connection, scene, line.name))

    sections = tuple(replace(one, lines=tuple(map(filled, one.lines))) for one in report.sections)
    # what is told of the records behind a number may leave out more
    return replace(report, sections=sections, withheld=tuple(dict.fromkeys((*report.withheld, *scene.withheld))))
