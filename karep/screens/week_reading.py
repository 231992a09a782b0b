"""What the week reads beside the summary itself: the records behind a number, and the messages for a chat."""

import sqlite3
from typing import TYPE_CHECKING, Final

from karep.i18n import _, speaking
from karep.reports.report import Line, Report
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.practice import Practice
from karep.screens.bindings import described

if TYPE_CHECKING:
    from karep.app import KarepApp
    from karep.reports.handing_on import Order

_SHORT: Final = "short"
_WHOLE: Final = "txt"


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


class Copying:
    """Copies a summary for a chat: first the short message, at each further press one piece of the whole."""

    def __init__(self, app: "KarepApp", period: Period) -> None:
        """Begin with the short message."""
        from karep.reports.handing_on import Order, language_of

        self._app = app
        self._order = Order(period, _WHOLE, language_of(app.settings))
        self._report: Report | None = None
        self._pieces: list[str] = []
        """The short message, and behind it the pieces of the whole."""
        self._at = 0

    async def step(self) -> None:
        """Copy what is next, and say what it was and what follows."""
        from karep.screens.clipboard import copy

        app = self._app
        if not self._pieces:
            self._report, self._pieces = await app.desk.read(_read_messages, app, self._order)
        number, self._at = self._at, (self._at + 1) % len(self._pieces)
        tool = await copy(app, self._pieces[number])
        app.say(self._words(number, tool))
        if number <= 1:
            await self._note(_WHOLE if number else _SHORT)

    async def _note(self, form: str) -> None:
        from dataclasses import replace

        from karep.reports.handing_on import handed_on_as
        from karep.screens.noting import note

        assert self._report is not None, "it was copied a moment ago"
        await note(self._app, handed_on_as(self._report, replace(self._order, form=form), None))

    def _words(self, number: int, tool: str) -> str:
        """What was copied, how it goes on, and what helps where the terminal took nothing."""
        keys = self._app.settings.keys
        key, of = described("week.copy", keys)[0], len(self._pieces) - 1
        if number == 0:
            several = _("{key} copies the whole, in {n} pieces one after another.")
            whole = several if of > 1 else _("{key} copies the whole.")
            told = [_("The short message is copied."), whole.format(key=key, n=of)]
        else:
            told = [_("Copied.") if of == 1 else _("Copied piece {n} of {of}.").format(n=number, of=of)]
            told += [_("{key} copies the next one.").format(key=key)] if number < of else []
        if not tool:
            export = described("week.export", keys)[0]
            told.append(_("If pasting gives nothing, {key} writes a file.").format(key=export))
        return " ".join(told)


def _read_messages(connection: sqlite3.Connection, app: "KarepApp", order: "Order") -> tuple[Report, list[str]]:
    """The summary in the language of the order; its short message, and the pieces of the whole."""
    from karep.reports.handing_on import ordered
    from karep.reports.messages import messages
    from karep.reports.short import called_short, short

    with speaking(order.language):
        said = ordered(connection, app.clock, app.settings, lambda: app.practice, order)
        return said, [messages(short(called_short(connection, said)))[0], *messages(said)]
