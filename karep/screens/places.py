"""The six places, and the ways from anywhere to a page, a form or a dialog. Screens are imported when first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.screen import Screen

from karep.actions import action_name
from karep.db import drafts
from karep.db.views.journal import Action
from karep.db.views.records import person_of
from karep.i18n import _
from karep.rules.vocabulary import STAGES
from karep.screens.privacy import label_words

if TYPE_CHECKING:
    from karep.app import KarepApp
    from karep.reports.report import Line
    from karep.screens.find_box import FindBox, Target


Page = TypeVar("Page", bound=Screen[Any])


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


def open_account(app: "KarepApp", account_id: str, at: str = "") -> None:
    """Open an account's page over the screen that is shown; a page of the same account is used again.

    Args:
        app: The app.
        account_id: The account.
        at: A record on the page as ``noun:id``, such as a touch: it is highlighted and scrolled to.
    """
    from karep.screens.account import AccountScreen

    page = _come_back(app, AccountScreen, lambda one: one.account_id == account_id)
    if page is not None:
        page.go_to(at)
    else:
        app.push_screen(AccountScreen(account_id, at))


def _come_back(app: "KarepApp", kind: type[Page], is_wanted: Callable[[Page], bool]) -> Page | None:
    """Close what stands over a page that is open already, and give that page; None where it is not open.

    Without this, going to and fro between two pages would pile them up. What was typed stays as drafts.
    """
    open_pages = [one for one in app.screen_stack if isinstance(one, kind) and is_wanted(one)]
    if not open_pages:
        return None
    if app.screen is not open_pages[-1]:
        app.keep_drafts()
    while app.screen is not open_pages[-1]:
        # not awaited: this may be done by a page that closes, and that would wait for itself
        app.pop_screen()
    return open_pages[-1]


async def open_record(
    app: "KarepApp", noun: str, record_id: str, *, account_id: str = "", opportunity_id: str = ""
) -> None:
    """Open any record where it stands: a deal on its page, a card in the playbook, the rest on its account's page.

    Args:
        app: The app.
        noun: The record's table, or ``card``.
        record_id: The record, or the card's id.
        account_id: The account that it belongs to; a person's own form opens where there is none.
        opportunity_id: The deal that it belongs to, for what stands on a stage page only.
    """
    if noun == "card":
        await open_card(app, record_id)
    elif noun == "remark":
        await open_remark(app, record_id)
    elif noun == "opportunity":
        open_opportunity(app, record_id)
    elif noun == "tick" and opportunity_id:
        open_opportunity(app, opportunity_id)
    elif noun == "concession" and opportunity_id:
        open_concessions(app, opportunity_id, at=record_id)
    elif noun == "account":
        open_account(app, record_id)
    elif account_id:
        open_account(app, account_id, at=f"{noun}:{record_id}")
    elif person_id := record_id if noun == "person" else await app.desk.read(person_of, noun, record_id):
        await open_form(app, "person.change", person_id=person_id)


async def open_remark(app: "KarepApp", remark_id: str) -> None:
    """Open the report that a line in the rep's own words stands in."""
    from karep.db.views.remarks import get_remark
    from karep.screens.week import open_week

    remark = await app.desk.read(get_remark, remark_id)
    if remark is not None:
        await open_week(app, remark.period, at=f"remark:{remark_id}")


async def open_line(app: "KarepApp", line: "Line") -> None:
    """Open the record that a line of a report comes from."""
    await open_record(app, line.noun, line.record_id, account_id=line.account_id, opportunity_id=line.opportunity_id)


def open_opportunity(app: "KarepApp", opportunity_id: str) -> None:
    """Open the stage page of a deal; a page of the same deal is used again."""
    from karep.screens.stage import StageScreen

    if _come_back(app, StageScreen, lambda one: one.opportunity_id == opportunity_id) is None:
        app.push_screen(StageScreen(opportunity_id))


def open_members(app: "KarepApp", opportunity_id: str) -> None:
    """Open the members of a group-buy over the screen that is shown; a page of the same deal is used again."""
    from karep.screens.members import MembersScreen

    if _come_back(app, MembersScreen, lambda one: one.opportunity_id == opportunity_id) is None:
        app.push_screen(MembersScreen(opportunity_id))


def open_person(app: "KarepApp", person_id: str) -> None:
    """Open the page of a person; a page of the same person is used again."""
    from karep.screens.person import PersonScreen

    if _come_back(app, PersonScreen, lambda one: one.person_id == person_id) is None:
        app.push_screen(PersonScreen(person_id))


def open_coverage(app: "KarepApp", account_id: str) -> None:
    """Open the coverage matrix of an account; that of the same account is used again."""
    from karep.screens.coverage import CoverageScreen

    if _come_back(app, CoverageScreen, lambda one: one.account_id == account_id) is None:
        app.push_screen(CoverageScreen(account_id))


async def open_brief(app: "KarepApp", noun: str, record_id: str) -> None:
    """Open the brief for a meeting about an account, a person, a deal, a follow-up or what belongs to one of them.

    A brief for the same meeting is used again.
    """
    from karep.screens.brief import BriefScreen

    if _come_back(app, BriefScreen, lambda one: (one.subject.noun, one.subject.id) == (noun, record_id)) is None:
        await app.push_screen(BriefScreen(noun, record_id))


async def open_timeline(app: "KarepApp", noun: str, record_id: str) -> None:
    """Open the timeline of an account, a person or a deal; one of the same record is used again."""
    from karep.screens.timeline import TimelineScreen

    if _come_back(app, TimelineScreen, lambda one: one.subject == (noun, record_id)) is None:
        await app.push_screen(TimelineScreen(noun, record_id))


def open_history(app: "KarepApp", noun: str, record_id: str, title: str) -> None:
    """Open the history of a record."""
    from karep.screens.history import HistoryScreen

    app.push_screen(HistoryScreen(noun, record_id, title))


async def open_form(app: "KarepApp", kind: str, **about: str) -> None:
    """Open a form by its kind, such as ``person.add``, about the records named by id."""
    from karep.screens.forms import make_form

    await app.push_screen(make_form(kind, about))


async def open_log(app: "KarepApp", **about: str) -> None:
    """Open the log line, or come back to it.

    Args:
        app: The app.
        about: What is at hand, if anything: ``account_id``, ``person_id``, ``opportunity_id``; ``follow_up_id`` and
            ``promise_id`` are closed by what is saved.
    """
    from karep.screens.log import LogDialog

    if _come_back(app, LogDialog, lambda one: one.about == about) is None:
        await app.push_screen(LogDialog(**about))


async def open_follow_up(app: "KarepApp", *, first: str = "", **about: str) -> None:
    """Open the line that plans what comes next, or come back to it.

    Args:
        app: The app.
        first: What the line begins with, such as a day that is proposed.
        about: What is at hand, if anything: ``account_id``, ``person_id``, ``opportunity_id``; with ``promise_id`` the
            promise is to be kept by it, ``touch_id`` is what it was agreed in.
    """
    from karep.screens.follow_up_box import FollowUpBox

    if _come_back(app, FollowUpBox, lambda one: one.about == about) is None:
        await app.push_screen(FollowUpBox(first=first, **about))


async def open_objection(app: "KarepApp", **about: str) -> None:
    """Ask what the customer objected, or come back to that question.

    Args:
        app: The app.
        about: ``account_id``, and what else is at hand: ``opportunity_id``, ``person_id``.
    """
    from karep.screens.objection_log import ObjectionDialog

    if _come_back(app, ObjectionDialog, lambda one: one.about == about) is None:
        await app.push_screen(ObjectionDialog(**about))


def open_closing(app: "KarepApp", opportunity_id: str) -> None:
    """Open the signals of a deal and the ways to ask for the next yes; those of the same deal are used again."""
    from karep.screens.closing import ClosingScreen

    if _come_back(app, ClosingScreen, lambda one: one.opportunity_id == opportunity_id) is None:
        app.push_screen(ClosingScreen(opportunity_id))


def open_concessions(app: "KarepApp", opportunity_id: str, at: str = "") -> None:
    """Open what may be given on a deal and for what, with the concession `at` highlighted; used again if it is open."""
    from karep.screens.concessions import ConcessionsScreen

    page = _come_back(app, ConcessionsScreen, lambda one: one.opportunity_id == opportunity_id)
    if page is None:
        app.push_screen(ConcessionsScreen(opportunity_id, at))
    else:
        page.go_to(at)


async def open_import(app: "KarepApp") -> None:
    """Open the import."""
    from karep.screens.sheet_import import ImportScreen

    await app.push_screen(ImportScreen())


async def open_place(app: "KarepApp", place: str) -> Screen[Any]:
    """Go to a place itself; pages and forms that stand over it close, and what was typed stays as drafts."""
    app.keep_drafts()
    if app.current_mode != place:
        await app.switch_mode(place)
    keys = [key for one in app.screen_stack if (key := getattr(one, "draft_key", ""))]
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    if [key for key in keys if await app.desk.read(drafts.get_draft, key)]:
        app.say(_("Kept unsaved; it comes back when you open this form again."))
    return app.screen


async def open_book(app: "KarepApp") -> None:
    """Go to the book itself."""
    await open_place(app, "accounts")


async def open_card(app: "KarepApp", card_id: str) -> None:
    """Open a card over the screen that is shown, for the deal or account whose page that is.

    A stage and what stands in it are shown in the playbook itself.
    """
    from karep.screens.card_glance import at_hand, card_with
    from karep.screens.card_glance import open_card as open_glance
    from karep.screens.playbook import PlaybookScreen

    card, _line = card_with(card_id)
    if card is None or card.id not in STAGES:
        open_glance(app, card_id, **at_hand(app))
        return
    playbook = await open_place(app, "playbook")
    if isinstance(playbook, PlaybookScreen):
        playbook.go_to(card_id)


async def find(app: "KarepApp") -> None:
    """Open the box that finds anything, unless it is open."""
    from karep.screens.find import FindDialog

    await _open_box(app, FindDialog)


async def open_recent(app: "KarepApp") -> None:
    """Offer the pinned accounts and the places that were open lately."""
    from karep.screens.recent import RecentDialog

    await _open_box(app, RecentDialog)


async def _open_box(app: "KarepApp", kind: "type[FindBox]") -> None:
    """Open one of the boxes that lead to a record, or begin anew in it; it takes the place of the other one."""
    from karep.screens.find_box import FindBox

    if isinstance(app.screen, kind):
        app.screen.begin_anew()
        return
    if isinstance(app.screen, FindBox):
        app.screen.dismiss(None)

    async def chosen(target: "Target | None") -> None:
        if target is not None:
            await open_target(app, target)

    await app.push_screen(kind(), chosen)


async def open_target(app: "KarepApp", target: "Target") -> None:
    """Open what was chosen in a box: the record, or its brief."""
    if target.brief:
        await open_brief(app, target.noun, target.record_id)
    else:
        await open_record(
            app, target.noun, target.record_id, account_id=target.account_id, opportunity_id=target.opportunity_id
        )


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

    what = action_words(action, private=app.private)
    question = _("Take back {what}? It touched {n} records.").format(what=what, n=f"{records:,}")
    await app.push_screen(ChooseDialog(question, {"keep": _("No, leave it"), "undo": _("Yes, take it back")}), answered)


def action_words(action: Action, *, private: bool = False) -> str:
    """An action of the journal as the rep knows it: “Log · 华为”; only its kind where the label could be `private`."""
    label = label_words(action, private=private)
    return f"{action_name(action.kind)} · {label}" if label else action_name(action.kind)
