"""Playbook: the eight stages and their cards, and the box that finds an answer by what the customer says."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static

from karep.i18n import _, language, ngettext
from karep.playbook.book import OBJECTION_RULE as RULE_ID
from karep.playbook.book import Guide, Stage
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.vocabulary import STAGES
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.safe import safe
from karep.screens.stage_guide import Group, GuideList, ObjectionDialog, matching, rule_guide, whole_stage
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section
from karep.screens.widgets.text_input import TextInput


class PlaybookScreen(KarepScreen):
    """Stages on the left, the card of the highlighted one on the right; the filter looks in all cards at once."""

    PLACE = "playbook"
    FOOTER = ("playbook.filter", "stage.earlier", "stage.later", "app.language")
    BINDINGS: ClassVar[list[BindingType]] = bindings("playbook.filter", "stage.earlier", "stage.later")
    CSS_PATH = "playbook.tcss"
    AUTO_FOCUS = "#stages"

    def __init__(self) -> None:
        """Make the page; it reads the cards when it is shown."""
        super().__init__()
        self._stages: dict[str, Stage] = {}
        self._chosen = STAGES[0]
        self._words = ""
        self._wanted = ""

    def compose_content(self) -> ComposeResult:
        """The filter, the stages, the card."""
        said = _("What does the customer say? too expensive, price, later …")
        yield TextInput(self._words, id="words", placeholder=said)
        with Horizontal(id="cards"):
            with Vertical(id="stages-side", classes="pane"):
                yield ArrowList((Column("name", "", fraction=1),), id="stages", show_header=False)
            with Vertical(id="card-side", classes="pane"):
                yield Static(id="found", markup=False)
                yield GuideList(id="card")

    async def reload(self) -> None:
        """Read the cards in the language in use."""
        self._stages = dict(playbook(language()).stages)
        stages = self.query_one("#stages", ArrowList)
        chosen = self._chosen
        rows = {stage: Row({"name": stage_words(stage)}) for stage in STAGES}
        rule = {RULE_ID: Row({"name": _rule().name})}
        stages.set_sections([Section(_("Stages"), rows), Section(_("For all stages"), rule)])
        stages.highlight(chosen)
        self.query_one("#words", TextInput).display = bool(self._words)
        self._show()
        self._arrive()

    def go_to(self, card_id: str) -> None:
        """Show a card, or an item of a card, by its id."""
        self._wanted = card_id
        if self._stages:
            self._arrive()

    def _arrive(self) -> None:
        """Choose the card with what is wanted, and highlight that in it; an id that no card has changes nothing."""
        wanted, self._wanted = self._wanted, ""
        if not wanted:
            return
        found = self._entry_of(wanted)
        if found is None:
            return
        self._close_filter()
        self._chosen, entry = found
        self.query_one("#stages", ArrowList).highlight(self._chosen)
        self._show()
        card = self.query_one("#card", GuideList)
        if entry:
            card.highlighted = card.get_option_index(entry)
            card.focus()
        else:
            self.query_one("#stages").focus()

    def _entry_of(self, wanted: str) -> tuple[str, str] | None:
        """The card that is wanted or holds what is wanted, and the key of that in it."""
        if wanted in (*STAGES, RULE_ID):
            return wanted, ""
        for stage in self._stages.values():
            keys = {one.id: one.id for one in stage.checklist} | {one: one for one in stage.objections}
            keys |= {one.id: f"{stage.id}.exit.{number}" for number, one in enumerate(stage.exit)}
            keys |= {one.id: one.id for one in stage.questions}
            if wanted in keys:
                return stage.id, keys[wanted]
        return None

    def _close_filter(self) -> None:
        words = self.query_one("#words", TextInput)
        words.value = self._words = ""
        words.display = False

    def _show(self) -> None:
        """The card of the chosen stage, or what the filter found in all of them."""
        guide, found = self.query_one("#card", GuideList), self.query_one("#found", Static)
        found.display = bool(self._words.strip())
        if not found.display:
            guide.show(self._card(self._chosen))
            title = _rule().name if self._chosen == RULE_ID else stage_words(self._chosen)
            self.query_one("#card-side").border_title = safe(title)
            return
        groups = self._found()
        count = sum(len(group.entries) for group in groups)
        found.update(safe(ngettext("{n} card fits", "{n} cards fit", count).format(n=count)))
        nothing = _("Nothing in the playbook says that. Try one word of it, such as: price.")
        guide.show(groups, nothing=nothing)
        self.query_one("#card-side").border_title = safe(_("All stages"))

    def _card(self, chosen: str) -> list[Group]:
        if chosen == RULE_ID:
            return rule_guide(_rule())
        stage = self._stages[chosen]
        return whole_stage(stage, playbook(language()).objections_of(stage.id))

    def _found(self) -> list[Group]:
        """Answers to objections first, then everything else, stage by stage; the general rule last."""
        answers, others = list[Group](), list[Group]()
        for stage in self._stages.values():
            where = stage_words(stage.id)
            for group in matching(whole_stage(stage, playbook(language()).objections_of(stage.id)), self._words, where):
                (answers if group.entries[0].key.startswith("o.") else others).append(group)
        rule = matching(rule_guide(_rule()), self._words, _("For all stages"))
        return [*answers, *others, *rule]

    # --- keys ----------------------------------------------------------------------------------------------------

    @on(RowList.Highlighted, "#stages")
    def _stage_highlighted(self, event: RowList.Highlighted) -> None:
        if event.id is not None and event.id != self._chosen:
            self._chosen = event.id
            self._show()

    @on(RowList.Selected, "#stages")
    def _stage_selected(self) -> None:
        """Enter goes on to the card."""
        self.query_one("#card").focus()

    @on(OptionList.OptionSelected, "#card")
    def _entry_selected(self, event: OptionList.OptionSelected) -> None:
        if one := playbook(language()).objections.get(event.option.id or ""):
            self.app.push_screen(ObjectionDialog(one, _rule()))

    @on(Input.Changed, "#words")
    def _words_changed(self, event: Input.Changed) -> None:
        self._words = event.value
        self._show()

    @on(Input.Submitted, "#words")
    def _words_submitted(self) -> None:
        self.query_one("#card").focus()

    def action_playbook_filter(self) -> None:
        """Type what the customer says."""
        words = self.query_one("#words", TextInput)
        words.display = True
        words.focus()

    def action_stage_earlier(self) -> None:
        """Show the card before."""
        self._step(-1)

    def action_stage_later(self) -> None:
        """Show the card after."""
        self._step(1)

    def _step(self, step: int) -> None:
        keys = (*STAGES, RULE_ID)
        place = keys.index(self._chosen) + step
        if 0 <= place < len(keys):
            self.query_one("#stages", ArrowList).highlight(keys[place])

    def action_app_back(self) -> None:
        """Close the filter; without one, go from the card to the stages."""
        if self.query_one("#words", TextInput).display:
            self._close_filter()
            self._show()
        self.query_one("#stages").focus()


def _rule() -> Guide:
    return playbook(language()).guides[RULE_ID]
