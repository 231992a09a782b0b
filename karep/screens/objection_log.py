"""Noting an objection in seconds: the customer's words, the card that they propose, the answer that was given.

What is typed is kept as a draft under the same key as that of the form, so that one can go on with the other's text.
"""

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Select, Static

from karep.db import drafts, objections
from karep.db.views.called import at_hand
from karep.db.views.objections import Counts, answer_counts
from karep.db.views.opportunities import Opportunity, list_opportunities
from karep.db.views.people import list_people
from karep.i18n import _, language
from karep.playbook.book import Objection
from karep.playbook.objection_words import SURE, objections_called, objections_said
from karep.playbook.shelf import playbook
from karep.reports.answer_history import history_words
from karep.rules.vocabulary import OBJECTION_OUTCOMES
from karep.screens import places
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings, screen_bindings
from karep.screens.forms.objection import objection_fields, objection_label
from karep.screens.forms.typed import only_open_deal
from karep.screens.forms.words import choices
from karep.screens.safe import assemble, fit, safe
from karep.screens.widgets.offer_list import NONE, Offer, OfferList
from karep.screens.widgets.text_input import TextInput

CHOICES: Final = ("person_id", "outcome", "opportunity_id")


class _Line(TextInput):
    """A line that leaves the key of the form to the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("log.form")


class ObjectionDialog(AskingDialog):
    """Note what the customer objected; Enter goes on from the words to the answer, and saves there."""

    KIND = "objection.add"
    LINES = ("words", "answer", "clarified", "evidence")
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard", "log.form")
    CSS_PATH = "objection_log.tcss"

    def __init__(self, **about: str) -> None:
        """Ask about the account ``account_id``, maybe about ``opportunity_id`` and ``person_id``.

        Where a ``card`` is among it, that is what they objected unless the rep chooses another one.
        """
        super().__init__(**about)
        self._deals: dict[str, Opportunity] = {}
        self._counts: dict[str, Counts] = {}
        self._first: dict[str, str] = {}
        self._chose_outcome = False
        self._picked: str | None = None
        """The card, or "" for none, that the rep confirmed by a key; None while the words propose one."""

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Objection")

    # --- what stands there -------------------------------------------------------------------------------------------

    def chosen(self, name: str) -> str:
        """What is chosen of people, outcomes or deals; an empty text for none."""
        value = self.query_one(f"#choice-{name}", Select).value
        return "" if value is Select.NULL else str(value)

    @property
    def card_id(self) -> str:
        """The id of the card that is highlighted; an empty text for none."""
        return self.query_one("#cards", OfferList).taken

    @property
    def answer_id(self) -> str:
        """The id of the card's answer that is highlighted; an empty text for none."""
        return self.query_one("#answers", OfferList).taken

    def draft(self) -> drafts.Draft:
        """What stands there now, by the names of the fields."""
        return {
            **super().draft(),
            "card": self.card_id,
            "answer_id": self.answer_id,
            **{name: self.chosen(name) for name in CHOICES},
        }

    def is_typed(self) -> bool:
        """Whether anything stands there but what was proposed."""
        return self.draft() != self._first

    # --- the dialog itself -------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The words with the cards they propose, the answer with those of the card, then what else may be known."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(id="about", markup=False)
            yield self._row(_("They said"), _Line(id="line-words", placeholder=_("their words, or ↓ for a card")))
            yield OfferList(id="cards", classes="offer")
            yield Static(id="taken", markup=False)
            yield Static(id="ask", markup=False)
            yield self._row(
                _("Answer"), _Line(id="line-answer", placeholder=_("your words, or ↓ for the card's answers"))
            )
            yield OfferList(id="answers", classes="offer")
            yield self._row(_("They meant"), _Line(id="line-clarified", placeholder=_("once you asked")))
            yield self._row(_("Proof"), _Line(id="line-evidence", placeholder=_("a figure, a reference, a test")))
            yield self._row(_("Who"), _select("person_id"))
            yield self._row(_("Outcome"), _select("outcome", choices(OBJECTION_OUTCOMES)))
            yield self._row(_("Deal"), _select("opportunity_id"))
            yield Static(id="fault", markup=False)
            yield Static(_("⏎ goes on, then saves · ^s saves · ^e the form · esc keeps the text"), classes="muted")

    def _row(self, label: str, control: TextInput | Select[str]) -> Horizontal:
        return Horizontal(Static(safe(label), classes="label"), control, classes="line")

    async def on_mount(self) -> None:
        """Read people, deals and the rep's history, bring the draft back, and ask."""
        read, account_id = self.karep.desk.read, self.about["account_id"]
        hand = await read(at_hand, self.about)
        named = [fit(one.name, 34).rstrip() for one in (hand.account, hand.deal) if one is not None]
        self.query_one("#dialog").border_title = safe(_("Objection"))
        self.query_one("#about", Static).update(assemble((" · ".join(named), "bold")))
        people = await read(list_people, account_id)
        deals = await read(list_opportunities, account_id=account_id)
        self._deals = {one.id: one for one in deals}
        self._counts = await read(answer_counts)
        self._offer("person_id", {one.id: one.name for one in people})
        self._offer("opportunity_id", {one.id: one.name for one in deals})
        deal = self.about.get("opportunity_id") or await only_open_deal(self.karep.desk, account_id)
        given = {name: self.about.get(name, "") for name in ("person_id", "card")}
        self._fill({"opportunity_id": deal, **given})
        self._first = dict(self.draft())
        kept = await read(drafts.get_draft, self.draft_key)
        if kept:
            self._fill(kept)
        self.line("words").focus()
        self.call_after_refresh(self.begin_asking)

    def _offer(self, name: str, offered: dict[str, str]) -> None:
        select = self.query_one(f"#choice-{name}", Select)
        select.set_options([(safe(words), key) for key, words in offered.items()])

    def _fill(self, values: drafts.Draft) -> None:
        """Put values into their places; what is not among them becomes empty, the outcome open."""
        self.asking = False
        for name in self.LINES:
            self.line(name).value = values.get(name, "")
        for name in CHOICES:
            self._choose(name, values.get(name, ""))
        self._chose_outcome = values.get("outcome", "open") != "open"
        self._picked = values.get("card") if values.get("words") or values.get("card") else None
        self._show_cards(self._picked)
        self._show_answers(values.get("answer_id", ""))
        self._show_outcome()
        self.call_after_refresh(self.begin_asking)

    def _choose(self, name: str, value: str) -> None:
        select = self.query_one(f"#choice-{name}", Select)
        known = {key for _words, key in select._options}
        if value in known:
            select.value = value
        elif name == "outcome":
            select.value = "open"
        else:
            select.clear()

    # --- cards and answers -------------------------------------------------------------------------------------------

    def _cards(self) -> tuple[list[Objection], bool]:
        """The cards that the words propose, the nearest first, and whether the first one is sure to be meant."""
        words, book = self.line("words").value.strip(), playbook(language())
        if not words:
            deal = self._deals.get(self.chosen("opportunity_id"))
            first = book.objections_of(deal.stage) if deal and deal.stage in book.stages else []
            return list(dict.fromkeys((*first, *book.objections.values()))), False
        said = objections_said(words, language())
        called = objections_called(words, language()) if len(words) > 1 else []
        sure = bool(said) and said[0][0] >= SURE
        return list(dict.fromkeys((*(card for _nearness, card in said), *called))), sure

    def _show_cards(self, kept: str | None = None) -> None:
        """Offer the cards; the one that was confirmed stays highlighted, else the one that is surely meant is."""
        found, sure = self._cards()
        if kept and all(one.id != kept for one in found) and (card := playbook(language()).objections.get(kept)):
            found.insert(0, card)
        none = _("no card: keep the words") if self.line("words").value.strip() else _("no card yet")
        offered = {NONE: Offer(safe(f"– {none}")), **{one.id: Offer(self._card_words(one)) for one in found}}
        self.query_one("#cards", OfferList).offer(offered, kept or (found[0].id if sure and kept is None else NONE))
        self._show_taken()

    def _card_words(self, card: Objection) -> Content:
        history = history_words(card.id, self._counts)
        return assemble((f"{card.stage_id} ", "$text-muted"), card.name, (f"  {history}", "$text-success"))

    def _show_taken(self) -> None:
        """Below the words: the card that is taken, and the question to ask first."""
        card = playbook(language()).objections.get(self.card_id)
        taken, ask = self.query_one("#taken", Static), self.query_one("#ask", Static)
        taken.update(assemble("✓ ", self._card_words(card)) if card else assemble((_("– no card"), "$text-muted")))
        ask.update(safe(_("Ask: {question}").format(question=card.clarify[0])) if card and card.clarify else "")

    def _show_answers(self, kept: str = "") -> None:
        """Offer the answers of the card that is taken; the one that was highlighted stays so."""
        card = playbook(language()).objections.get(self.card_id)
        none = _("own words") if self.line("answer").value.strip() else _("no answer yet")
        offered = {NONE: Offer(safe(f"– {none}"))}
        for one in card.answers if card else ():
            history = history_words(one.id, self._counts)
            offered[one.id] = Offer(assemble(one.name, (f"  {history}", "$text-success")), safe(one.say))
        self.query_one("#answers", OfferList).offer(offered, kept)

    def _show_outcome(self) -> None:
        """What was answered is no longer open, unless the rep said what became of it."""
        if not self._chose_outcome:
            answered = bool(self.line("answer").value.strip() or self.answer_id)
            with self.prevent(Select.Changed):
                self.query_one("#choice-outcome", Select).value = "answered" if answered else "open"

    # --- typing ------------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if not self.asking:
            return
        if event.input.id == "line-words":
            self._show_cards(self._picked)
            self._show_answers(self.answer_id)
        elif event.input.id == "line-answer":
            self._show_answers(self.answer_id)
        self._changed()

    @on(Select.Changed)
    def _selected(self, event: Select.Changed) -> None:
        if not self.asking:
            return
        if event.select.id == "choice-outcome":
            self._chose_outcome = True
        self._changed()

    def _changed(self) -> None:
        self._show_outcome()
        self.keep_typed()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _moved(self) -> None:
        """A list is open while its line is being typed into."""
        focused = self.focused.id if self.focused else ""
        self.set_class(focused in ("line-words", "cards"), "-said")
        self.set_class(focused in ("line-answer", "answers"), "-answering")

    def key_down(self) -> None:
        """The arrow keys move in the list of the line that is typed into."""
        self._step(1)

    def key_up(self) -> None:
        """The arrow keys move in the list of the line that is typed into."""
        self._step(-1)

    def _step(self, step: int) -> None:
        focused = self.focused.id if self.focused else ""
        lists = {"line-words": "#cards", "line-answer": "#answers"}
        if focused not in lists:
            return
        self.query_one(lists[focused], OfferList).step(step)
        self._taken_by_key()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._taken_by_key()
        self.line("answer").focus()

    def _taken_by_key(self) -> None:
        self._picked = self.card_id
        self._show_taken()
        self._show_answers(self.answer_id)
        self._changed()

    @on(Input.Submitted)
    async def _next(self, event: Input.Submitted) -> None:
        """Enter at the words confirms the card and goes on to the answer; anywhere else it saves."""
        if event.input.id == "line-words":
            self._taken_by_key()
            self.line("answer").focus()
        else:
            await self.action_form_save()

    # --- saving and leaving ------------------------------------------------------------------------------------------

    async def save(self) -> None:
        """Note the objection.

        Raises:
            Refused: If something is missing or not understood; `field` names the line.
        """
        values = {name: value.strip() for name, value in self.draft().items()}
        fields = objection_fields(values) | {"account_id": self.about["account_id"], "at": self.karep.clock.text}
        await self.karep.save(self.KIND, objection_label(values), objections.add_objection, fields)
        self.karep.say(_("Objection noted."))

    async def action_log_form(self) -> None:
        """Go on in the form, with everything that was typed."""
        if self.is_typed():
            self.keep_now()
        self.dismiss(None)
        await places.open_form(self.karep, self.KIND, **self.about)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self._fill(self._first)
        self.karep.drop_draft(self)
        self.line("words").focus()


def _select(name: str, offered: dict[str, str] | None = None) -> Select[str]:
    options = [(safe(words), key) for key, words in (offered or {}).items()]
    return Select(options, id=f"choice-{name}", prompt="–", compact=True, allow_blank=name != "outcome")
