"""The tier of one account: what it is, what the scheme says, how it came about; set by hand or left to the scheme."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, errors
from karep.db.views.tiers import TierChange, TierStanding, get_tier_standing, list_tier_changes
from karep.i18n import N_, _
from karep.reports import tiers as say
from karep.reports.words import tier_words
from karep.rules.tier_names import tier_names
from karep.rules.vocabulary import TIER_SCHEMES
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings, described
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from karep.app import KarepApp

SCHEME: Final = "scheme"
"""What is chosen to let the tier follow the scheme."""
NONE: Final = ""
"""What is chosen for no tier."""
_STEPS: Final = 20
"""As many steps of the history are shown."""


class TierList(OptionList, inherit_bindings=False):
    """What can be chosen. The dialog has the keys, so that they do the same wherever the focus is."""


class TierDialog(AskingDialog):
    """The tier of the account ``account_id``; ``choice`` in `about` says what is meant at first."""

    KIND = "account.tier"
    LINES = ("reason", "approver")
    CSS_PATH = "tier.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form.save", "form.discard"),
        Binding("up", "choose(-1)", N_("Choice above"), show=False, id="tier.up"),
        Binding("down", "choose(1)", N_("Choice below"), show=False, id="tier.down"),
        Binding("enter", "form_save", show=False),
    ]

    standing: TierStanding

    def __init__(self, **about: str) -> None:
        """Ask about the account ``account_id``."""
        super().__init__(**about)
        self._choice = NONE
        self._proposed = NONE
        self._steps: list[TierChange] = []

    @property
    def draft_key(self) -> str:
        """The account alone: the choice is part of what is kept."""
        return drafts.form_key(self.KIND, {"account_id": self.about["account_id"]})

    def compose(self) -> ComposeResult:
        """What is, what can be chosen, why and by whom; how it came about; the keys."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(id="now", markup=False)
            yield TierList(id="choices", markup=False, compact=True)
            for name, label in (("reason", _("Reason")), ("approver", _("Approved by"))):
                with Horizontal(classes="line"):
                    yield Static(safe(label), classes="label")
                    yield TextInput(id=f"line-{name}")
            yield Static(id="back", markup=False)
            yield Static(id="fault", markup=False)
            yield Static(_("↑ ↓ choose · ⏎ saves · esc keeps your text · ^r throws it away"), classes="muted")
            yield Static(id="steps", markup=False)

    async def on_mount(self) -> None:
        """Read the account and the draft, then ask."""
        read, account_id = self.karep.desk.read, self.about["account_id"]
        found = await read(get_tier_standing, account_id, self.karep.practice.tiers)
        if found is None:
            self.dismiss(None)
            raise errors.NotFound(_("That record is not in the store."))
        self.standing = found
        self._steps = await read(list_tier_changes, account_id)
        self._proposed = self._now()
        self._choice = self.about.get("choice", self._proposed)
        self.query_one("#dialog").border_title = safe(_("Tier"))
        self._show()
        kept = await read(drafts.get_draft, self.draft_key)
        if kept:
            self._fill(kept)
        self.query_one(TierList).focus()
        self.call_after_refresh(self.begin_asking)

    def _now(self) -> str:
        """What the account has now, as a choice."""
        return SCHEME if self.standing.follows else self.standing.tier or NONE

    def eyes_changed(self) -> None:
        """Mask phone numbers in what was noted, or show them."""
        self._show()

    def _show(self) -> None:
        self.query_one("#now", Static).update(Content("\n").join(self._told()))
        self.query_one("#steps", Static).update(Content("\n").join(self._history()))
        self._show_choices()

    def _told(self) -> list[Content]:
        """The account with its tier, who decided that, what the scheme says, what is missing."""
        one, scheme = self.standing, self.karep.practice.tiers.scheme
        lines = [
            assemble((one_line(one.name), "bold"), " · ", (say.standing_words(one), "bold")),
            assemble((say.origin_words(one), "$text-muted")),
            assemble((f"{_(TIER_SCHEMES[scheme])} · ", "$text-muted"), say.reading_words(one.reading)),
        ]
        if not one.reading.known:
            key = described("record.edit", self.karep.settings.keys)[0]
            lines.append(assemble((_("Fill it in on the account ({key}).").format(key=key), "$text-muted")))
        if one.missing:
            told = _("provisional: {missing}").format(missing=say.missing_words(one.missing))
            lines.append(assemble(("⚠ ", "$text-warning"), told))
        return lines

    def _history(self) -> list[Content]:
        """How the tier came about, the latest first."""
        clock, scheme, eyes = self.karep.clock, self.karep.practice.tiers.scheme, Eyes.of(self.karep)
        steps = [eyes.words(say.step_words(one, clock, scheme)) for one in self._steps[:_STEPS]]
        if not steps:
            return [assemble((_("The tier never changed since the account was added."), "$text-muted"))]
        title = assemble((_("How it came about"), "bold $text-primary"))
        return [title, *(safe(one_line(one)) for one in steps)]

    # --- choosing ----------------------------------------------------------------------------------------------------

    def _choices(self) -> dict[str, str]:
        """What can be chosen, in words."""
        reading = self.standing.reading
        told = tier_words(reading.tier) if reading.known else say.why_words(reading)
        return {SCHEME: _("follow the scheme: {tier}").format(tier=told), **tier_names(), NONE: tier_words(None)}

    def _show_choices(self) -> None:
        """The choices, a full dot before the one that is meant."""
        words = self._choices()
        listed = self.query_one(TierList)
        listed.clear_options()
        now = self._now()
        listed.add_options(
            Option(
                assemble(
                    f"{'●' if one == self._choice else '○'} ",
                    (text, "bold" if one == self._choice else ""),
                    (f"  {_('now')}" if one == now else "", "$text-muted"),
                ),
                id=one or "none",
            )
            for one, text in words.items()
        )
        listed.highlighted = list(words).index(self._choice)

    def action_choose(self, step: int) -> None:
        """Mean the next choice, or the one before."""
        keys = list(self._choices())
        self._choose(keys[(keys.index(self._choice) + step) % len(keys)])

    def _choose(self, choice: str) -> None:
        self._choice = choice
        self._show_choices()
        if self.asking:
            self.keep_typed()

    @on(OptionList.OptionSelected, "#choices")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(NONE if event.option.id in (None, "none") else str(event.option.id))

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.asking:
            self.keep_typed()

    @on(Input.Submitted)
    async def _entered(self) -> None:
        await self.action_form_save()

    # --- keeping and saving ------------------------------------------------------------------------------------------

    def is_typed(self) -> bool:
        """Whether anything was typed: a choice alone is soon made again, and must not be saved by surprise."""
        return any(self.line(name).value.strip() for name in self.LINES)

    def draft(self) -> drafts.Draft:
        """The choice and the lines."""
        return {"choice": self._choice, **super().draft()}

    def _fill(self, kept: drafts.Draft) -> None:
        choice = kept.get("choice", self._proposed)
        self._choice = choice if choice in self._choices() else self._proposed
        for name in self.LINES:
            self.line(name).value = kept.get(name, "")
        back = self.query_one("#back", Static)
        back.display = bool(kept)
        words = self._choices()[self._choice]
        back.update(safe(_("Your unsaved text is back, for “{tier}”. ^r throws it away.").format(tier=words)))
        self._show_choices()

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self._fill({})
        self.karep.drop_draft(self)
        self.query_one(TierList).focus()

    async def save(self) -> None:
        """Set the tier, or let it follow the scheme.

        Raises:
            Refused: If too little is known for the scheme to say anything.
        """
        from karep.db import tiers

        one, settings = self.standing, self.karep.practice.tiers
        told = {name: self.line(name).value.strip() for name in self.LINES}
        if self._choice == SCHEME:
            step = await self.karep.save(
                self.KIND, one.name, tiers.follow_scheme, one.account_id, **told, settings=settings
            )
            sentence = _("{name} follows the scheme: {tier}. u takes it back.")
        else:
            tier = self._choice or None
            step = await self.karep.save(
                self.KIND, one.name, tiers.set_tier, one.account_id, tier, **told, settings=settings
            )
            sentence = _("{name}: {tier}, set by hand. u takes it back.")
        tier_now = one.reading.tier if self._choice == SCHEME else self._choice
        if step:
            self.karep.say(sentence.format(name=one_line(one.name), tier=tier_words(tier_now)))
        else:
            self.karep.say(_("Nothing changed."))


def open_tier(app: "KarepApp", account_id: str, choice: str | None = None) -> None:
    """Ask about the tier of an account; `choice` is what is meant at first: a tier, `NONE` or `SCHEME`."""
    about = {"account_id": account_id} if choice is None else {"account_id": account_id, "choice": choice}
    app.push_screen(TierDialog(**about))
