"""The book: every account, filtered as you type, with a preview beside it on a wide terminal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from karep.db import accounts
from karep.db.views.accounts import AccountLine, get_account_lines, list_account_ids, list_regions
from karep.db.views.people import list_loose_people
from karep.i18n import N_, _, language, ngettext
from karep.rules.day_words import describe_day
from karep.rules.tier_names import tier_name
from karep.rules.vocabulary import TIERS
from karep.rules.zones import local_day
from karep.screens import places
from karep.screens.account_actions import PIN, AccountActions, pin_or_unpin
from karep.screens.account_preview import AccountPreview
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.choose import ChooseDialog
from karep.screens.privacy import Eyes
from karep.screens.safe import safe
from karep.screens.widgets.record_list import Cell, Column, RecordList, Row
from karep.screens.widgets.text_input import TextInput

_SORTS: Final = {
    "name": N_("name"),
    "tier": N_("tier"),
    "stage": N_("stage"),
    "last_touch": N_("last touch"),
    "next_step": N_("next step"),
    "region": N_("region"),
}


class AccountsScreen(AccountActions, KarepScreen):
    """The accounts assigned to the rep."""

    PLACE = "accounts"
    FOOTER = ("record.open", "app.find", "accounts.filter", "touch.log", "account.add", "app.import")
    CSS_PATH = "accounts.tcss"
    AUTO_FOCUS = "#book"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("account.add", "accounts.filter", "accounts.tier", "accounts.region", "accounts.sort"),
        *bindings(
            "accounts.reverse",
            "accounts.clear",
            "account.pin",
            "people.loose",
            "tiers.review",
            "record.open",
            "record.edit",
            "record.remove",
            "record.history",
        ),
        *AccountActions.ACCOUNT_BINDINGS,
    ]

    def __init__(self) -> None:
        """Show the whole book, by name."""
        super().__init__()
        self._tier: str | None = None
        self._region: str | None = None
        self._sort = "name"
        self._descending = False

    def compose_content(self) -> ComposeResult:
        """A line that says what is shown, the filter, the list, the preview."""
        yield Static(id="book-state", markup=False)
        yield TextInput(id="book-filter", placeholder=_("any part of name, city, industry or tags"))
        with Horizontal():
            yield RecordList(self._columns(), self._fetch, empty=_empty_book(), id="book")
            with Vertical(id="book-side"):
                yield AccountPreview(id="book-preview")

    def _columns(self) -> list[Column]:
        return [
            Column("name", _("Account"), width=22, fraction=3, priority=9),
            Column("tier", _("Tier"), width=9, priority=7),
            Column("stage", _("Stage"), width=5, priority=6),
            Column("region", _("Region"), width=10, fraction=1, priority=2),
            Column("last", _("Last touch"), width=13, priority=4),
            Column("next", _("Next step"), width=13, fraction=3, priority=5),
        ]

    async def reload(self) -> None:
        """Find the accounts that fit the filter, in order."""
        words = self.query_one("#book-filter", Input).value
        ids = await self.karep.desk.read(
            list_account_ids,
            words=words,
            tier=self._tier,
            region=self._region,
            sort=self._sort,
            descending=self._descending,
        )
        book = self.query_one("#book", RecordList)
        book.empty = _nothing_found() if self._is_filtered(words) else _empty_book()
        book.set_ids(ids)
        self.query_one("#book-filter").display = bool(words) or self.query_one("#book-filter").has_focus
        self.query_one("#book-state", Static).update(safe(self._state(len(ids), words)))
        self._preview(book.highlighted)

    def _is_filtered(self, words: str) -> bool:
        return bool(words) or self._tier is not None or self._region is not None

    def _state(self, count: int, words: str) -> str:
        number = ngettext("{count} account", "{count} accounts", count).format(count=f"{count:,}")
        order = f"{_('by')} {_(_SORTS[self._sort])} {'▼' if self._descending else '▲'}"
        filters = [
            _("untiered") if self._tier == "" else tier_name(self._tier) if self._tier else "",
            self._region or "",
        ]
        return " · ".join(part for part in (number, *filters, f"“{words}”" if words else "", order) if part)

    async def _fetch(self, ids: Sequence[str]) -> Mapping[str, Row]:
        lines = await self.karep.desk.read(get_account_lines, ids)
        today = self.karep.clock.today
        zone = self.karep.clock.zone
        rows = {}
        for account_id, line in lines.items():
            last = local_day(line.last_touch_at, zone) if line.last_touch_at else None
            rows[account_id] = Row(
                {
                    "name": f"{PIN} {line.name}" if line.pinned else line.name,
                    "tier": tier_name(line.tier) if line.tier else Cell("–", "muted"),
                    "stage": line.stage or "",
                    "region": " ".join(filter(None, (line.region or line.city, line.district))),
                    "last": Cell(describe_day(last, today, language()), "muted") if last else Cell(_("never"), "muted"),
                    "next": self._next_cell(line),
                },
                tone="muted" if line.status in ("dormant", "lost") else "",
            )
        return rows

    def _next_cell(self, line: AccountLine) -> str | Cell:
        if line.next_due is None:
            return Cell(_("nothing planned") if line.tier else "", "muted")
        due = date.fromisoformat(line.next_due)
        today = self.karep.clock.today
        late = due < today
        what = Eyes.of(self.karep).words(line.next_what or "")
        text = f"{'! ' if late else ''}{describe_day(due, today, language())} {what}"
        return Cell(text, "error" if late else "")

    # --- what is highlighted -------------------------------------------------------------------------------------

    def account_at_hand(self) -> str | None:
        """The highlighted account."""
        return self.query_one("#book", RecordList).highlighted

    @on(RecordList.Highlighted)
    def _highlighted(self, event: RecordList.Highlighted) -> None:
        self._preview(event.id)

    def _preview(self, account_id: str | None) -> None:
        if self.has_class("-wide"):
            self.query_one(AccountPreview).show(account_id)

    @on(RecordList.Selected)
    def _selected(self, event: RecordList.Selected) -> None:
        places.open_account(self.karep, event.id)

    @on(RecordList.FetchFailed)
    def _fetch_failed(self, event: RecordList.FetchFailed) -> None:
        self.karep.report(event.error)

    def action_record_open(self) -> None:
        """Open the highlighted account."""
        account_id = self.account_at_hand()
        if account_id:
            places.open_account(self.karep, account_id)

    # --- filter and order ----------------------------------------------------------------------------------------

    @on(Input.Changed, "#book-filter")
    def _filter_typed(self) -> None:
        self.refresh_content()

    @on(Input.Submitted, "#book-filter")
    def _filter_done(self) -> None:
        self.query_one("#book").focus()

    def action_accounts_filter(self) -> None:
        """Type into the filter."""
        field = self.query_one("#book-filter", Input)
        field.display = True
        field.focus()
        field.action_select_all()

    def action_accounts_clear(self) -> None:
        """Show the whole book again."""
        self._tier = self._region = None
        self.query_one("#book-filter", Input).value = ""
        self.query_one("#book").focus()
        self.refresh_content()

    def action_app_back(self) -> None:
        """Leave the filter, then clear it."""
        if self.query_one("#book-filter").has_focus:
            self.query_one("#book").focus()
            self.refresh_content()
        elif self._is_filtered(self.query_one("#book-filter", Input).value):
            self.action_accounts_clear()

    def action_tiers_review(self) -> None:
        """Go through the tiers that the scheme would change."""
        from karep.screens.tiers import open_review

        open_review(self.karep)

    def action_accounts_tier(self) -> None:
        """Show one tier after the other, then all."""
        tiers: list[str | None] = [None, *TIERS, ""]
        self._tier = tiers[(tiers.index(self._tier) + 1) % len(tiers)]
        self.refresh_content()

    async def action_accounts_region(self) -> None:
        """Choose a region."""
        regions = await self.karep.desk.read(list_regions)
        await self.app.push_screen(
            ChooseDialog(_("Region"), {"": _("all regions"), **{one: one for one in regions}}), self._region_chosen
        )

    def _region_chosen(self, region: str | None) -> None:
        if region is not None:
            self._region = region or None
            self.refresh_content()

    async def action_accounts_sort(self) -> None:
        """Choose the order."""
        await self.app.push_screen(
            ChooseDialog(_("Sort by"), {key: _(words) for key, words in _SORTS.items()}), self._sort_chosen
        )

    def _sort_chosen(self, sort: str | None) -> None:
        if sort:
            self._sort = sort
            self.refresh_content()

    def action_accounts_reverse(self) -> None:
        """Turn the order round."""
        self._descending = not self._descending
        self.refresh_content()

    async def action_people_loose(self) -> None:
        """Choose one of the people without an account, to look at and to attach."""
        loose = await self.karep.desk.read(list_loose_people)
        if not loose:
            self.say(_("Everybody belongs to an account."))
        else:
            await self.app.push_screen(ChooseDialog(_("Without account"), dict(loose)), self._loose_chosen)

    def _loose_chosen(self, person_id: str | None) -> None:
        if person_id:
            self.app.call_later(places.open_form, self.karep, "person.change", person_id=person_id)

    # --- records -------------------------------------------------------------------------------------------------

    async def action_account_add(self) -> None:
        """Add an account."""
        await places.open_form(self.karep, "account.add")

    async def action_account_pin(self) -> None:
        """Keep the highlighted account at hand, or let it go."""
        account_id = self.account_at_hand()
        if account_id:
            line = (await self.karep.desk.read(get_account_lines, [account_id]))[account_id]
            await pin_or_unpin(self.karep, account_id, line.name, pinned=line.pinned)

    async def action_record_edit(self) -> None:
        """Change the highlighted account."""
        account_id = self.account_at_hand()
        if account_id:
            await places.open_form(self.karep, "account.change", account_id=account_id)

    async def action_record_remove(self) -> None:
        """Remove the highlighted account; undo brings it back."""
        account_id = self.account_at_hand()
        if account_id:
            line = (await self.karep.desk.read(get_account_lines, [account_id]))[account_id]
            await self.karep.save("account.remove", line.name, accounts.remove_account, account_id)
            self.say(_("Removed {name}; u brings it back.").format(name=line.name))

    async def action_record_history(self) -> None:
        """Everything that ever changed about the highlighted account."""
        account_id = self.account_at_hand()
        if account_id:
            line = (await self.karep.desk.read(get_account_lines, [account_id]))[account_id]
            places.open_history(self.karep, "account", account_id, line.name)


def _empty_book() -> str:
    return _("No accounts yet.\nPress i to import a sheet, or a to add the first one.")


def _nothing_found() -> str:
    return _("No account fits.\nPress c to show the whole book again.")
