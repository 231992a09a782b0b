"""Walking from account to account without going back, in the order of the list that they were opened from."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer

from karep.db.views.account_walk import Place, is_there, place_by_name
from karep.i18n import _
from karep.screens.bindings import bindings
from karep.screens.widgets.record_list import RecordList

if TYPE_CHECKING:
    from karep.app import KarepApp

STAY: Final = 1.5
"""Seconds after which an account that was walked to counts as one of the places that were open lately."""


class AccountWalk:
    """A page of an account mixes this in; it shows another account in place, so that pages do not pile up."""

    WALK_BINDINGS: ClassVar[list[BindingType]] = bindings("account.earlier", "account.later")

    karep: "KarepApp"
    _stay: Timer | None = None

    def walks_from(self) -> str | None:
        """The account that is shown, if the page is one of an account."""
        raise NotImplementedError

    async def show_account(self, account_id: str) -> None:
        """Show another account in the place of this one."""
        raise NotImplementedError

    async def place_words(self) -> str:
        """Where the account stands in its list: “3 of 40”; nothing where it is the only one."""
        place = await self._place()
        return _("{n} of {count}").format(n=f"{place.number:,}", count=f"{place.total:,}") if place else ""

    async def action_account_earlier(self) -> None:
        """Go to the account before."""
        await self._walk(-1)

    async def action_account_later(self) -> None:
        """Go to the account after."""
        await self._walk(1)

    async def _place(self) -> Place | None:
        account_id = self.walks_from()
        if account_id is None:
            return None
        listed = _list_with(self.karep, account_id)
        if listed is None:
            place = await self.karep.desk.read(place_by_name, account_id)
            return place if place and place.total > 1 else None
        return _place_in(listed, account_id) if len(listed) > 1 else None

    async def _walk(self, step: int) -> None:
        place = await self._place()
        if self.walks_from() is None or place is None:
            self.karep.say(_("There is no other account to go to from here."))
            return
        account_id = await self._next(place, step)
        if account_id is None:
            self.karep.say(_("This is the last account.") if step > 0 else _("This is the first account."))
            return
        await self.show_account(account_id)
        for book in _books(self.karep):
            book.highlight(account_id)
        self._remember_soon(account_id)

    async def _next(self, place: Place, step: int) -> str | None:
        """The next account that is still there; a list may be older than the book."""
        account_id = place.after if step > 0 else place.before
        while account_id is not None and not await self.karep.desk.read(is_there, account_id):
            listed = _list_with(self.karep, account_id) or ()
            found = _place_in(listed, account_id)
            account_id = (found.after if step > 0 else found.before) if found else None
        return account_id

    def _remember_soon(self, account_id: str) -> None:
        """Only where the rep stays is a place: those that were leafed through would push the others out."""
        if self._stay is not None:
            self._stay.stop()
        assert isinstance(self, Screen)
        self._stay = self.set_timer(STAY, lambda: self.karep.remember("account", account_id))


def _place_in(listed: Sequence[str], account_id: str) -> Place | None:
    if account_id not in listed:
        return None
    at = listed.index(account_id)
    return Place(
        at + 1,
        len(listed),
        listed[at - 1] if at else None,
        listed[at + 1] if at + 1 < len(listed) else None,
    )


def _list_with(app: "KarepApp", account_id: str) -> Sequence[str] | None:
    """The list that the rep came from, if the account is in it: the lines below, else the book as it was listed."""
    return next((listed for listed in _lists(app) if account_id in listed), None)


def _lists(app: "KarepApp") -> Iterator[Sequence[str]]:
    from karep.screens.report_list import ReportScreen

    for screen in reversed(app.screen_stack):
        if isinstance(screen, ReportScreen):
            yield tuple(dict.fromkeys(line.account_id for line in screen.lines.values() if line.account_id))
    for book in _books(app):
        yield book.ids


def _books(app: "KarepApp") -> Iterator["RecordList"]:
    """The list of the book, where it was opened already."""
    for screen in app.every_screen():
        yield from screen.query("#book").results(RecordList)
