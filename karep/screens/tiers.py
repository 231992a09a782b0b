"""The review of tiers: where the scheme says another tier than the account has, those who buy most first."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db.views.tiers import count_unread
from karep.i18n import _, ngettext
from karep.reports.render import line_words, more_words
from karep.reports.report import Line, Report
from karep.reports.tiers import OPEN, UNREAD, review_ids, tier_review, unread_words
from karep.screens import places
from karep.screens.account_actions import AccountActions
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.choose import ChooseDialog
from karep.screens.privacy import Eyes
from karep.screens.record_actions import RecordActions
from karep.screens.safe import assemble, one_line, safe
from karep.screens.tier import open_tier
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

if TYPE_CHECKING:
    from karep.app import KarepApp

_TONES: Final[dict[str, Tone]] = {"moved": "warning", "untiered": "accent", "by_hand": "warning"}
"""How a section is coloured; its heading says the same."""


class TiersScreen(AccountActions, RecordActions, KarepScreen):
    """Every account whose tier is another one than the scheme says."""

    PLACE = "accounts"
    FOOTER = ("tiers.accept", "tiers.keep", "tiers.accept_all", "record.open", "edit.undo", "app.back")
    CSS_PATH = "tiers.tcss"
    AUTO_FOCUS = "#tiers"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("tiers.accept", "tiers.accept_all", "tiers.keep", "account.tier"),
        *AccountActions.ACCOUNT_BINDINGS,
        *bindings("record.open", "record.edit", "record.history"),
    ]

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._lines: dict[str, tuple[str, Line]] = {}

    def compose_content(self) -> ComposeResult:
        """The scheme in force, the accounts, the highlighted one whole."""
        yield Static(id="tiers-head", markup=False)
        columns = (
            Column("account", _("Account"), width=18, fraction=2, priority=9),
            Column("change", _("Tier"), width=19, priority=8),
            Column("why", _("Why"), width=20, fraction=3, priority=7),
        )
        yield ArrowList(columns, id="tiers", show_header=False)
        yield Static(id="tiers-whole", markup=False)

    async def reload(self) -> None:
        """Compare every tier with the scheme."""
        review = await self.karep.desk.read(tier_review, self.karep.clock, self.karep.practice)
        head = assemble((review.title, "bold"), "   ", review.subtitle)
        unread = await self.karep.desk.read(count_unread, self.karep.practice.tiers)
        if unread:
            key = described("record.edit", self.karep.settings.keys)[0]
            sentence = unread_words(unread, self.karep.practice.tiers, key)
            head = Content("\n").join([head, assemble((f"⚠ {sentence}", "$text-warning"))])
        self.query_one("#tiers-head", Static).update(head)
        listed = self.query_one("#tiers", ArrowList)
        listed.empty = next((one.empty for one in review.sections if one.empty and one.key != UNREAD), "")
        listed.set_sections(self._sections(review))
        self._show_whole()

    def _sections(self, review: Report) -> list[Section]:
        self._lines = {f"account:{line.record_id}": (one.key, line) for one in review.sections for line in one.lines}
        sections = []
        for one in review.sections:
            rows = {f"account:{line.record_id}": self._row(one.key, line) for line in one.lines}
            title = f"{one.title} ({len(rows) + one.more})" + (f"  {more_words(one.more)}" if one.more else "")
            sections.append(Section(title, rows))
        return sections

    def _row(self, key: str, line: Line) -> Row:
        why = " · ".join(part.text for part in line.parts if part.name not in ("account", "change"))
        change = Cell(line.part("change"), _TONES.get(key, "muted"))
        return Row({"account": line.part("account"), "change": change, "why": Eyes.of(self.karep).words(why)})

    @on(RowList.Highlighted)
    def _show_whole(self) -> None:
        """Say everything about the highlighted account: its row has no room for it."""
        found = self._highlighted()
        words = Eyes.of(self.karep).words(line_words(found[1])) if found else ""
        self.query_one("#tiers-whole", Static).update(safe(one_line(words)))

    # --- what is at hand ---------------------------------------------------------------------------------------------

    def _highlighted(self) -> tuple[str, Line] | None:
        return self._lines.get(self.query_one("#tiers", ArrowList).highlighted or "")

    def account_at_hand(self) -> str | None:
        """The highlighted account."""
        found = self._highlighted()
        return found[1].record_id if found else None

    def record_at_hand(self) -> tuple[str, str] | None:
        """The highlighted account."""
        account_id = self.account_at_hand()
        return ("account", account_id) if account_id else None

    @on(RowList.Selected)
    async def _selected(self) -> None:
        await self.action_record_open()

    async def action_record_open(self) -> None:
        """Open the highlighted account."""
        if account_id := self.account_at_hand():
            places.open_account(self.karep, account_id)

    async def action_record_history(self) -> None:
        """Everything that ever changed about the highlighted account."""
        if found := self._highlighted():
            places.open_history(self.karep, "account", found[1].record_id, found[1].part("account"))

    # --- deciding ----------------------------------------------------------------------------------------------------

    async def action_tiers_accept(self) -> None:
        """Let the highlighted account follow the scheme."""
        from karep.db import tiers

        found = self._highlighted()
        if found is None:
            self.say(_("Highlight an account first."))
        elif found[0] == "crossed":
            self.say(_("It follows the scheme already."))
        else:
            line, settings = found[1], self.karep.practice.tiers
            name, change = line.part("account"), line.part("change")
            await self.karep.save("account.tier", name, tiers.follow_scheme, line.record_id, settings=settings)
            sentence = _("{name} follows the scheme: {change}. u takes it back.")
            self.say(sentence.format(name=one_line(name), change=change))

    async def action_tiers_keep(self) -> None:
        """Keep the tier of the highlighted account as it is, with a reason."""
        from karep.db.views.tiers import get_tier_standing

        account_id = self.account_at_hand()
        if account_id is None:
            self.say(_("Highlight an account first."))
            return
        standing = await self.karep.desk.read(get_tier_standing, account_id, self.karep.practice.tiers)
        if standing is not None:
            open_tier(self.karep, account_id, standing.tier or "")

    async def action_tiers_accept_all(self) -> None:
        """Ask which accounts shall follow the scheme, then let them, in one step."""
        found = await self.karep.desk.read(review_ids, self.karep.clock, self.karep.practice)
        sets = {"waiting": [*found["moved"], *found["untiered"]], "all": [one for key in OPEN for one in found[key]]}
        if not sets["all"]:
            self.say(_("There is nothing to accept."))
            return
        waiting, every = (len(sets[key]) for key in ("waiting", "all"))
        choices = {"no": _("No, leave them")}
        if waiting:
            words = ngettext("The {n} that nobody set by hand", "The {n} that nobody set by hand", waiting)
            choices["waiting"] = words.format(n=f"{waiting:,}")
        if every > waiting:
            words = ngettext("The {n}, also what was set by hand", "All {n}, also those set by hand", every)
            choices["all"] = words.format(n=f"{every:,}")

        async def chosen(answer: str | None) -> None:
            if answer in sets:
                await self._accept(sets[answer])

        title = _("Which accounts shall follow the scheme?")
        await self.app.push_screen(ChooseDialog(title, choices), chosen)

    async def _accept(self, account_ids: list[str]) -> None:
        from karep.db import tiers

        label = ngettext("{count} account", "{count} accounts", len(account_ids)).format(count=f"{len(account_ids):,}")
        settings = self.karep.practice.tiers
        number = await self.karep.save("tiers.accept_all", label, tiers.accept_scheme, account_ids, settings=settings)
        sentence = ngettext("{n} account follows the scheme now.", "{n} accounts follow the scheme now.", number)
        self.say(sentence.format(n=f"{number:,}"))


def open_review(app: "KarepApp") -> None:
    """Open the review of tiers."""
    app.push_screen(TiersScreen())
