"""A card of the playbook over any screen: six lines to be read in the corridor, then the whole of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from karep.db import opportunities
from karep.db.views.deals import get_deal
from karep.db.views.objections import answer_counts
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language
from karep.playbook.book import AnyCard, Objection, QuestionSet, Stage
from karep.playbook.kinds import card_id_of
from karep.playbook.shelf import playbook
from karep.reports.answer_history import history_words
from karep.reports.card_words import siblings, words_to_speak
from karep.reports.tick_signs import SKIPPED, TICKED
from karep.reports.words import stage_words
from karep.screens import places
from karep.screens.base import KarepDialog
from karep.screens.bindings import app_bindings, bindings, described
from karep.screens.card_editing import edit_card
from karep.screens.card_whole import Reading, whole_card
from karep.screens.clipboard import copy
from karep.screens.glance import Glance
from karep.screens.safe import assemble, safe
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.tall_list import TallList

if TYPE_CHECKING:
    from karep.app import KarepApp

MOST_ROWS = 60
"""Rows of one line of a card; a longer one is cut."""


def open_card(
    app: "KarepApp", card_id: str, *, opportunity_id: str = "", account_id: str = "", among: Sequence[str] = ()
) -> bool:
    """Open a card over the screen that is shown, or the card that has a line with that id; False where none has.

    Args:
        app: The app.
        card_id: The card's id, or the id of a line of one.
        opportunity_id: The deal at hand, if any: an objection is logged, a question ticked there.
        account_id: The account at hand, if any.
        among: The cards to go to and fro between; by default all of the kind.
    """
    card, line = card_with(card_id)
    if card is None:
        app.say(_("The playbook has no card “{id}”.").format(id=card_id))
        return False
    app.push_screen(CardDialog(card.id, opportunity_id, account_id, among=tuple(among), at=line))
    return True


def card_with(card_id: str) -> tuple[AnyCard | None, str]:
    """The card with that id, or with a line with that id, and the line's id; in the language in use."""
    book = playbook(language())
    if card := book.card(card_id):
        return card, ""
    card = book.card(card_id_of(card_id))
    if card is None or (isinstance(card, Stage) and card_id not in book.ticked):
        return None, ""
    return card, card_id


class CardDialog(KarepDialog[None]):
    """One card; the list below the six lines holds all of it and is shown at a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("card.whole", "card.log", "card.copy", "card.tick", "playbook.edit", "card.earlier", "card.later"),
        *app_bindings("app.help"),
    ]
    DEFAULT_CSS = """
    CardDialog > #dialog { width: 100%; max-width: 100; max-height: 100%; }
    CardDialog.-whole > #dialog { height: 96%; }
    CardDialog #glance { margin: 0; }
    CardDialog #whole { display: none; height: 1fr; background: $surface; margin-top: 1; }
    CardDialog.-whole #whole { display: block; }
    CardDialog.-whole.-short #glance { display: none; }
    CardDialog.-whole.-short #whole { margin-top: 0; }
    """
    HINTS: ClassVar[tuple[str, ...]] = ("card.whole", "card.log", "card.copy", "playbook.edit", "app.back")
    card_id: str

    def __init__(
        self,
        card_id: str,
        opportunity_id: str = "",
        account_id: str = "",
        *,
        among: tuple[str, ...] = (),
        at: str = "",
    ) -> None:
        """Show a card; see `open_card`. A line to be shown (`at`) opens the whole card."""
        super().__init__()
        self.card_id = card_id
        self._opportunity_id = opportunity_id
        self._account_id = account_id
        self._among = among
        self._at = at
        self._ticks: dict[str, str] | None = None
        self._reading = Reading(playbook(language()))

    def compose(self) -> ComposeResult:
        """The six lines, and the whole below them."""
        with Vertical(id="dialog"):
            yield Glance(id="glance")
            yield TallList(most=MOST_ROWS, id="whole")

    def on_mount(self) -> None:
        """Show what the card says at once, and the rep's history with it as soon as it is read."""
        self._show()
        if self._at:
            self.action_card_whole()
        self.refresh_content()

    # --- reading -------------------------------------------------------------------------------------------------

    @work(group="card", exclusive=True, exit_on_error=False)
    async def refresh_content(self) -> None:
        """Read the history of the card and the ticks of the deal at hand, and show them."""
        try:
            counts = await self.karep.desk.read(answer_counts)
            if self._opportunity_id:
                ticks = await self.karep.desk.read(list_ticks, self._opportunity_id)
                self._ticks = {one: SKIPPED if tick.not_applicable else TICKED for one, tick in ticks.items()}
        except Exception as error:
            self.karep.report(error)
            return
        self._reading = Reading(playbook(language()), counts, self._ticks)
        self._show()

    @property
    def card(self) -> AnyCard | None:
        """The card that is shown; None when it was taken out of the playbook meanwhile."""
        return playbook(language()).card(self.card_id)

    def _show(self) -> None:
        card, dialog = self.card, self.query_one("#dialog")
        self.query_one(Glance).show_card(card, self._ticks)
        whole = self.query_one(TallList)
        if card is None:
            whole.set_parts([])
            return
        history = history_words(card.id, self._reading.counts)
        own = _("own") if card.id in self._reading.book.own else ""
        stage = stage_words(card.stages[0]) if isinstance(card, Objection) and card.stages else ""
        title = [(card.name, "bold"), *((f" · {one}", "") for one in (stage, history, own) if one)]
        dialog.border_title = assemble(*title)
        dialog.border_subtitle = safe(self._hints())
        whole.set_parts(whole_card(card, self._reading))
        if self._at and whole.highlight(self._at):
            self._at = ""

    def _hints(self) -> str:
        keymap = self.karep.settings.keys
        hints = []
        for one in self.HINTS:
            if one == "card.log" and not isinstance(self.card, Objection):
                asks = isinstance(self.card, QuestionSet | Stage) and self._opportunity_id
                one = "card.tick" if asks else "card.later"
            key, words, _help = described(one, keymap)
            hints.append(f"{key} {words}")
        return " · ".join(hints)

    # --- keys ----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """The arrow down leads from the six lines into the whole card."""
        if event.key in ("down", "pagedown") and not self.has_class("-whole"):
            event.stop()
            event.prevent_default()
            self.action_card_whole()

    def action_card_whole(self) -> None:
        """Show the whole card; from there, the six lines again."""
        whole = self.query_one(TallList)
        shown = not self.has_class("-whole")
        self.set_class(shown, "-whole")
        if shown:
            whole.focus()
        else:
            self.set_focus(None)

    @on(RowList.Selected)
    def _chosen(self, event: RowList.Selected) -> None:
        """Enter on the name of another card opens that; elsewhere it comes back to the six lines."""
        if event.id != self.card_id and playbook(language()).card(event.id):
            open_card(self.karep, event.id, opportunity_id=self._opportunity_id, account_id=self._account_id)
        else:
            self.action_card_whole()

    def action_card_earlier(self) -> None:
        """Show the card before."""
        self._step(-1)

    def action_card_later(self) -> None:
        """Show the card after."""
        self._step(1)

    def _step(self, step: int) -> None:
        card = self.card
        ids = self._among or (siblings(playbook(language()), card) if card else ())
        if self.card_id in ids and len(ids) > 1:
            self.card_id = ids[(ids.index(self.card_id) + step) % len(ids)]
            self._at = ""
            self._show()
            self.query_one(TallList).go_to_top()

    async def action_card_copy(self) -> None:
        """Copy the words to say: of the highlighted answer, or the first ones."""
        if card := self.card:
            key = self.query_one(TallList).highlighted or "" if self.has_class("-whole") else ""
            await copy_words(self.karep, words_to_speak(card, key))

    async def action_card_log(self) -> None:
        """Note that the customer said so, on the deal or the account at hand."""
        if not isinstance(self.card, Objection):
            self.karep.say(_("Only an objection can be noted here."))
            return
        about = await self._at_hand()
        if about is None:
            self.karep.say(_("Open the deal or the account first; there its key notes what they said."))
            return
        self.dismiss(None)
        await places.open_objection(self.karep, **about, card=self.card_id)

    async def _at_hand(self) -> dict[str, str] | None:
        """The account and the deal at hand as a form takes them; None where neither is."""
        return await noted_about(self.karep, self._opportunity_id, self._account_id)

    async def action_card_tick(self) -> None:
        """Note that the highlighted question was asked on the deal at hand, or take that back."""
        item = self.query_one(TallList).highlighted if self.has_class("-whole") else None
        ticked = playbook(language()).ticked.get(item or "")
        deal = await self.karep.desk.read(get_deal, self._opportunity_id) if self._opportunity_id else None
        if deal is None:
            self.karep.say(_("No deal is at hand; open the card from the page of a deal to tick what was asked."))
        elif ticked is None:
            self.karep.say(_("Show the whole card and highlight a question to say that it was asked."))
        elif ticked.id in (self._ticks or {}):
            label = f"{deal.name}: {ticked.text}"
            await self.karep.save("stage.untick", label, opportunities.untick, deal.id, ticked.id)
            self.refresh_content()
        else:
            label, by = f"{deal.name}: {ticked.text}", self.karep.settings["name"]
            await self.karep.save("stage.tick", label, opportunities.tick, deal.id, ticked.id, by=by)
            self.refresh_content()

    def action_playbook_edit(self) -> None:
        """Open the rep's own copy of the card in an editor."""
        edit_card(self.karep, self.card_id)
        if self.card is None:
            self.dismiss(None)
        else:
            self.refresh_content()


async def copy_words(app: "KarepApp", words: str) -> None:
    """Copy words to say, and show them: whoever cannot paste can read them."""
    tool = await copy(app, words)
    told = _("Copied, with {tool}.").format(tool=tool) if tool else _("Handed to the terminal's clipboard.")
    app.say(f"{told} {words}")


async def noted_about(app: "KarepApp", opportunity_id: str = "", account_id: str = "") -> dict[str, str] | None:
    """The account and the deal as the form of an objection takes them; None where neither is there."""
    if opportunity_id:
        deal = await app.desk.read(get_deal, opportunity_id)
        return {"account_id": deal.account_id, "opportunity_id": deal.id} if deal else None
    return {"account_id": account_id} if account_id else None


def at_hand(app: "KarepApp") -> dict[str, Any]:
    """The deal or account whose page is shown, as `open_card` takes them."""
    for screen in reversed(app.screen_stack):
        shown = getattr(screen, "page_of", None)
        if shown is not None and shown[0] in ("account", "opportunity"):
            return {f"{shown[0]}_id": shown[1]}
    return {}
