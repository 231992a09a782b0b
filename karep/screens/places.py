"""The six places, and the ways from anywhere to a page, a form or a dialog. Screens are imported when first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from karep.actions import action_name
from karep.db import drafts
from karep.db.views.journal import Action
from karep.i18n import _
from karep.screens.base import KarepScreen

if TYPE_CHECKING:
    from karep.app import KarepApp
    from karep.screens.accounts import AccountsScreen


class Drafting(Protocol):
    """A form whose text is kept while it is typed."""

    @property
    def draft_key(self) -> str:
        """What the draft is kept under."""
        ...

    def draft(self) -> drafts.Draft:
        """What stands in the fields now."""
        ...


def _today() -> Screen[Any]:
    from karep.screens.today import TodayScreen

    return TodayScreen()


def _accounts() -> Screen[Any]:
    from karep.screens.accounts import AccountsScreen

    return AccountsScreen()


def _agenda() -> Screen[Any]:
    from karep.screens.agenda import AgendaScreen

    return AgendaScreen()


def _deals() -> Screen[Any]:
    from karep.screens.deals import DealsScreen

    return DealsScreen()


def _playbook() -> Screen[Any]:
    from karep.screens.playbook import PlaybookScreen

    return PlaybookScreen()


def _week() -> Screen[Any]:
    from karep.screens.week import WeekScreen

    return WeekScreen()


MODES: dict[str, Callable[[], Screen[Any]]] = {
    "today": _today,
    "accounts": _accounts,
    "agenda": _agenda,
    "deals": _deals,
    "playbook": _playbook,
    "week": _week,
}
"""What opens each place."""


def open_account(app: "KarepApp", account_id: str) -> None:
    """Open an account's page over the screen that is shown."""
    from karep.screens.account import AccountScreen

    app.push_screen(AccountScreen(account_id))


def open_opportunity(app: "KarepApp", opportunity_id: str) -> None:
    """Open the stage page of a deal."""
    from karep.screens.stage import StageScreen

    app.push_screen(StageScreen(opportunity_id))


def open_history(app: "KarepApp", noun: str, record_id: str, title: str) -> None:
    """Open the history of a record."""
    from karep.screens.history import HistoryScreen

    app.push_screen(HistoryScreen(noun, record_id, title))


async def open_form(app: "KarepApp", kind: str, **about: str) -> None:
    """Open a form by its kind, such as ``person.add``, about the records named by id."""
    from karep.screens.forms import make_form

    await app.push_screen(make_form(kind, about))


async def open_import(app: "KarepApp") -> None:
    """Open the import."""
    from karep.screens.sheet_import import ImportScreen

    await app.push_screen(ImportScreen())


async def open_book(app: "KarepApp") -> "AccountsScreen":
    """Go to the book itself; pages and forms that stand over it close, and what was typed stays as drafts."""
    from karep.screens.accounts import AccountsScreen

    app.keep_drafts()
    await app.switch_mode("accounts")
    while not isinstance(app.screen, AccountsScreen):
        await app.pop_screen()
    return app.screen


async def find_account(app: "KarepApp") -> None:
    """Go to the book with its filter ready for typing."""
    (await open_book(app)).action_accounts_filter()


async def choose_draft(app: "KarepApp") -> None:
    """Let the rep choose one of the kept drafts, and open its form."""
    from karep.screens.drafts import DraftsDialog

    kept = await app.desk.read(drafts.list_drafts)
    if kept:
        await app.push_screen(DraftsDialog(kept))
    else:
        app.say(_("There is no unsaved text."))


async def ask_to_undo(app: "KarepApp", action: Action, records: int) -> None:
    """Ask before an action that touched many records is taken back."""
    from karep.screens.choose import ChooseDialog

    def answered(answer: str | None) -> None:
        if answer == "undo":
            app.run_worker(app.undo(), exit_on_error=False)

    question = _("Take back {what}? It touched {n} records.").format(what=action_words(action), n=f"{records:,}")
    await app.push_screen(ChooseDialog(question, {"keep": _("No, leave it"), "undo": _("Yes, take it back")}), answered)


def action_words(action: Action) -> str:
    """An action of the journal as the rep knows it: “Log · 华为”."""
    return f"{action_name(action.kind)} · {action.label}" if action.label else action_name(action.kind)


async def rewrite(app: "KarepApp") -> None:
    """Write every screen anew in the language in use; forms keep their text as drafts."""
    app.keep_drafts()
    for stack in list(app._screen_stacks.values()):
        for screen in stack:
            if isinstance(screen, KarepScreen):
                await screen.recompose()
                screen.stale = True
    app.store_changed()
