"""Playbook: the shelves of cards and the card, and the box that finds an answer by what the customer says."""

from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from karep.db.views.objections import answer_counts
from karep.i18n import _, language, ngettext
from karep.playbook.book import AnyCard, Objection
from karep.playbook.finding import Entry, find_entries
from karep.playbook.shelf import playbook
from karep.reports.answer_history import history_words
from karep.reports.card_words import words_to_speak
from karep.reports.words import stage_words
from karep.rules.vocabulary import STAGES
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.card_editing import edit_card
from karep.screens.card_glance import MOST_ROWS, at_hand, card_with, copy_words, noted_about, open_card
from karep.screens.card_whole import Reading, whole_card
from karep.screens.glance import Glance
from karep.screens.playbook_faults import FaultsDialog, faults_words
from karep.screens.playbook_shelves import found_section, shelves
from karep.screens.safe import assemble, fit, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Column
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.tall_list import TallList
from karep.screens.widgets.text_input import TextInput

MOST_FOUND = 40
"""As many entries are offered for what was typed."""


class PlaybookScreen(KarepScreen):
    """Shelves on the left, the highlighted card on the right. What is typed is answered at once: the nearest card
    stands beside it, or below it on a narrow terminal, with its six lines on top.
    """

    PLACE = "playbook"
    FOOTER = ("playbook.filter", "card.copy", "playbook.edit", "playbook.new", "app.language")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "playbook.filter", "playbook.shelf", "playbook.shelf_back", "playbook.edit", "playbook.new",
        "playbook.faults", "card.earlier", "card.later", "card.copy", "card.log", "pane.next", "pane.previous",
    )  # fmt: skip
    CSS_PATH = Path(__file__).with_name("playbook.tcss")
    AUTO_FOCUS = "#shelves"

    def __init__(self) -> None:
        """Make the page; it reads the cards when it is shown."""
        super().__init__()
        self._reading = Reading(playbook(language()))
        self._chosen = STAGES[0]
        self._words = ""
        self._wanted = ""
        self._found: dict[str, Entry] = {}
        self._ready = False
        self._box_is_open = False

    def compose_content(self) -> ComposeResult:
        """The box, the shelves or what was found, the card, and what is wrong with cards of the rep's own."""
        said = _("What does the customer say? too expensive, price, later …")
        yield TextInput(self._words, id="words", placeholder=said)
        with Horizontal(id="cards"):
            with Vertical(id="shelves-side", classes="pane"):
                yield ArrowList((Column("name", "", fraction=1),), id="shelves", show_header=False)
                about = Column("about", "", width=14, fraction=1, align="right", priority=1)
                found = (Column("name", "", width=20, fraction=2, priority=9), about)
                yield ArrowList(found, id="found", show_header=False)
            with Vertical(id="card-side", classes="pane"):
                yield Glance(id="card-glance")
                yield TallList(most=MOST_ROWS, id="card")
        yield Static(id="faults", markup=False)

    # --- reading -------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the cards in the language in use, and how often they were used."""
        counts = await self.karep.desk.read(answer_counts)
        self._reading = Reading(playbook(language()), counts)
        self._shelves.set_sections(shelves(self._reading))
        self._shelves.highlight(self._chosen)
        self._ready = True
        self._show_faults()
        self._look()
        self._arrive()

    @property
    def _shelves(self) -> ArrowList:
        return self.query_one("#shelves", ArrowList)

    @property
    def _list(self) -> ArrowList:
        """The list that is shown: of all cards, or of those that were found."""
        return self.query_one("#found", ArrowList) if self._is_finding else self._shelves

    @property
    def _is_finding(self) -> bool:
        return bool(self._words.strip())

    def _show_faults(self) -> None:
        faults = self._reading.book.faults
        line = self.query_one("#faults", Static)
        line.display = bool(faults)
        if faults:
            key, words, _help = described("playbook.faults", self.karep.settings.keys)
            tail = f"  {key} {words}"
            line.update(safe(fit(faults_words(faults), max(20, self.size.width - 2 - len(tail) * 2)).rstrip() + tail))

    def on_resize(self, event: events.Resize) -> None:
        """Cut the line about faults for another width."""
        if self._ready:
            self.call_after_refresh(self._show_faults)

    # --- what is shown -------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Show the shelves, or what answers to the words."""
        self.query_one("#words", TextInput).display = self._is_finding or self._box_is_open
        self.set_class(self._is_finding, "-finding")
        if self._is_finding:
            found = find_entries(self._words, language(), MOST_FOUND)
            self._found = {one.id: one for one in found}
            rows = self.query_one("#found", ArrowList)
            rows.empty = _("Nothing in the playbook says that.\nTry one word of it, such as: price.")
            rows.set_sections(found_section(found), keep_highlight=False)
            count = ngettext("{n} entry fits", "{n} entries fit", len(found)).format(n=len(found))
            self.query_one("#shelves-side").border_title = safe(count)
        else:
            self.query_one("#shelves-side").border_title = Content("")
        self._show()

    def _show(self) -> None:
        """The card that is highlighted, or that has the line that is."""
        highlighted = self._list.highlighted or ""
        card, line = card_with(highlighted) if highlighted else (None, "")
        side, whole, glance = self.query_one("#card-side"), self.query_one("#card", TallList), self.query_one(Glance)
        glance.display = self._is_finding and not line and card is not None
        glance.show_card(card)
        whole.set_parts(whole_card(card, self._reading) if card else [])
        whole.empty = "" if card else _("No card.")
        side.border_title = self._title(card) if card else Content("")
        if line and whole.highlight(line):
            whole.bring_amid()
        else:
            whole.go_to_top()

    def _title(self, card: AnyCard) -> Content:
        name = stage_words(card.id) if card.id in STAGES else card.name
        history = history_words(card.id, self._reading.counts)
        own = _("own") if card.id in self._reading.book.own else ""
        return assemble((name, "bold"), *(f" · {one}" for one in (history, own) if one))

    def _card(self) -> AnyCard | None:
        return card_with(self._list.highlighted or "")[0]

    # --- coming from elsewhere -----------------------------------------------------------------------------------

    def go_to(self, card_id: str) -> None:
        """Show a card, or a line of a card, by its id; an id that no card has changes nothing."""
        self._wanted = card_id
        if self._ready:
            self._arrive()

    def _arrive(self) -> None:
        wanted, self._wanted = self._wanted, ""
        card, line = card_with(wanted) if wanted else (None, "")
        if card is None:
            return
        self._close_box()
        self._chosen = card.id
        self._shelves.highlight(card.id)
        self._show()
        whole = self.query_one("#card", TallList)
        if line and whole.highlight(line):
            whole.focus()
        else:
            self._shelves.focus()

    def _close_box(self) -> None:
        words = self.query_one("#words", TextInput)
        with self.prevent(Input.Changed):
            words.value = self._words = ""
        if words.has_focus:
            self._shelves.focus()
        self._box_is_open = False
        self._look()

    # --- keys ----------------------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#shelves")
    def _shelf_highlighted(self) -> None:
        # what is highlighted now counts: the message may be older than a card that was gone to since
        highlighted = self._shelves.highlighted
        if highlighted is not None and not self._is_finding and highlighted != self._chosen:
            self._chosen = highlighted
            self._show()

    @on(RowList.Highlighted, "#found")
    def _found_highlighted(self) -> None:
        if self._is_finding:
            self._show()

    @on(RowList.Selected, "#shelves")
    @on(RowList.Selected, "#found")
    def _row_selected(self) -> None:
        """Enter goes on to the card."""
        self.query_one("#card").focus()

    @on(RowList.Selected, "#card")
    def _line_selected(self, event: RowList.Selected) -> None:
        """Enter on the name of another card opens that over this one."""
        if playbook(language()).card(event.id):
            open_card(self.karep, event.id)

    @on(Input.Changed, "#words")
    def _words_changed(self, event: Input.Changed) -> None:
        self._words = event.value
        if self._ready:
            self._look()

    @on(Input.Submitted, "#words")
    def _words_submitted(self) -> None:
        """Enter goes to the card that answers, and opens nothing when none does."""
        if self._list.highlighted is not None:
            self.query_one("#card").focus()

    def on_key(self, event: events.Key) -> None:
        """While the rep types, the arrows move in what was found."""
        if self.query_one("#words").has_focus and event.key in ("up", "down", "pageup", "pagedown"):
            event.stop()
            event.prevent_default()
            shown, step = self._list, -1 if event.key in ("up", "pageup") else 1
            if event.key.startswith("page"):
                shown.action_page(step)
            else:
                shown.action_move(step)

    def action_playbook_filter(self) -> None:
        """Type what the customer says."""
        words = self.query_one("#words", TextInput)
        words.display = self._box_is_open = True
        words.focus()
        words.action_select_all()

    def action_playbook_shelf(self) -> None:
        """Go to the next shelf."""
        self._list.action_section(1)

    def action_playbook_shelf_back(self) -> None:
        """Go to the shelf before."""
        self._list.action_section(-1)

    def action_card_earlier(self) -> None:
        """Show the card before."""
        self._list.action_move(-1)

    def action_card_later(self) -> None:
        """Show the card after."""
        self._list.action_move(1)

    def action_pane_next(self) -> None:
        """Go from the list to the card, or back."""
        to_card = not self.query_one("#card").has_focus
        (self.query_one("#card") if to_card else self._list).focus()

    def action_pane_previous(self) -> None:
        """Go from the card to the list, or back."""
        self.action_pane_next()

    async def action_card_copy(self) -> None:
        """Copy the words to say: of the highlighted line, or the card's first ones."""
        if card := self._card():
            await copy_words(self.karep, words_to_speak(card, self.query_one("#card", TallList).highlighted or ""))

    async def action_card_log(self) -> None:
        """Note that the customer said so, on the deal or the account that the rep came from."""
        card, about = self._card(), await noted_about(self.karep, **at_hand(self.karep))
        if not isinstance(card, Objection):
            self.say(_("Only an objection can be noted here."))
        elif about is None:
            self.say(_("Open the deal or the account first; there its key notes what they said."))
        else:
            await places.open_objection(self.karep, **about, card=card.id)

    def action_playbook_edit(self) -> None:
        """Open the rep's own copy of the card in an editor."""
        if card := self._card():
            edit_card(self.karep, card.id)
        else:
            self.say(_("No card is highlighted."))

    def action_playbook_new(self) -> None:
        """Write a card of one's own."""
        from karep.screens.card_new import NewCardDialog

        self.app.push_screen(NewCardDialog(self._words.strip()), lambda made: self.go_to(made or ""))

    def action_playbook_faults(self) -> None:
        """Show what is wrong with the cards of the rep's own folder."""
        book = self._reading.book
        if book.faults:
            self.app.push_screen(FaultsDialog(book.faults, book.meanwhile))
        else:
            self.say(_("Every card of your own can be used."))

    def action_app_back(self) -> None:
        """Go from the card to the list; then close the box."""
        if self.query_one("#card").has_focus and self._is_finding:
            self._list.focus()
        elif self.query_one("#words").display:
            self._close_box()
            self._shelves.focus()
        else:
            self._shelves.focus()
