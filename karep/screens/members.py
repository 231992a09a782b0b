"""The members of a group-buy: who leads it, who joined, what each one wants."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db import members
from karep.db.views.members import GroupBuy, Member, get_group_buy, list_members
from karep.i18n import _
from karep.rules.zones import local_day
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.deal_words import day_words
from karep.screens.members_add import AddMembersDialog
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

_LEADER = "leader "


class MembersScreen(KarepScreen):
    """One group-buy: its leader, its members and the service that they get."""

    PLACE = "deals"
    FOOTER = ("member.add", "member.join", "member.edit", "member.lead", "member.service", "app.back")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "member.add", "member.join", "member.edit", "member.remove", "member.lead", "member.service",
        "record.history", "touch.log", "follow_up.add",
    )  # fmt: skip
    CSS_PATH = "members.tcss"
    AUTO_FOCUS = "#members"

    def __init__(self, opportunity_id: str) -> None:
        """Show the group-buy with that id."""
        super().__init__()
        self.opportunity_id = opportunity_id
        self._deal: GroupBuy | None = None
        self._members: dict[str, Member] = {}

    def compose_content(self) -> ComposeResult:
        """The deal above, the list of people below."""
        yield Static(id="group-head", markup=False)
        yield ArrowList(
            (
                Column("sign", "", width=1, priority=9),
                Column("name", _("Name"), width=12, fraction=3, priority=9),
                Column("wish", _("Wish"), width=12, fraction=4, priority=8),
                Column("account", _("Account"), width=10, fraction=3, priority=4),
                Column("joined", _("Joined"), width=14, priority=7),
            ),
            id="members",
        )

    async def reload(self) -> None:
        """Read the deal and its members."""
        deal = await self.karep.desk.read(get_group_buy, self.opportunity_id)
        self._deal = deal
        found = await self.karep.desk.read(list_members, self.opportunity_id) if deal else []
        self._members = {one.id: one for one in found}
        head, listed = self.query_one("#group-head", Static), self.query_one("#members", ArrowList)
        if deal is None:
            head.update(safe(_("This deal was removed. Undo (u) brings it back; esc goes back.")))
            listed.set_sections([])
            return
        head.update(self._head(deal, found))
        listed.set_sections(self._sections(deal, found))

    def _head(self, deal: GroupBuy, found: list[Member]) -> Content:
        """Whose deal, how many joined, which service."""
        lines = [
            assemble((one_line(deal.account_name), "bold"), " › ", (one_line(deal.name), "bold $text-primary")),
            assemble((joined_words(deal, found), "bold"), " · ", _service_words(deal)),
        ]
        if deal.kind != "group_buy":
            words = _("⚠ This deal is no group-buy any more; its members are kept.")
            lines.append(assemble((words, "$text-warning")))
        elif deal.status == "won" and deal.vip_service:
            words = _("✓ Won: the members are retail customers now, with VIP after-sales: priority, labour discount.")
            lines.append(assemble((words, "$text-success")))
        return Content("\n").join(lines)

    def _sections(self, deal: GroupBuy, found: list[Member]) -> list[Section]:
        leader: dict[str, Row] = {}
        if deal.leader_id:
            cells: dict[str, str | Cell] = {"sign": Cell("★", "accent"), "name": deal.leader_name or "?"}
            cells["account"] = deal.leader_account or Cell("–", "muted")
            leader[f"{_LEADER}{deal.leader_id}"] = Row(cells)
        joined = sum(one.joined_at is not None for one in found)
        title = _("Members · {joined} of {n} joined").format(joined=joined, n=len(found)) if found else _("Members")
        return [
            Section(_("Leader"), leader, _("Nobody leads it yet: highlight a member and press l.")),
            Section(title, {one.id: self._row(one) for one in found}, _("No members yet: press p to add them.")),
        ]

    def _row(self, one: Member) -> Row:
        eyes = Eyes.of(self.karep)
        cells: dict[str, str | Cell] = {
            "name": one.person_name,
            "wish": eyes.words(one.wish or ""),
            "account": one.account_name or Cell("–", "muted"),
        }
        if one.joined_at is None:
            return Row({"sign": "○", "joined": Cell(_("undecided"), "muted"), **cells})
        day = local_day(one.joined_at, self.karep.clock.zone).isoformat()
        return Row({"sign": Cell("✓", "success"), "joined": day_words(day, self.karep.clock.today), **cells})

    # --- what can be done ----------------------------------------------------------------------------------------

    @property
    def _highlighted_id(self) -> str:
        return self.query_one("#members", ArrowList).highlighted or ""

    def _chosen(self) -> Member | None:
        """The highlighted member; without one the rep is told what to do."""
        member = self._members.get(self._highlighted_id)
        if member is None:
            self.say(_("No member is highlighted; p adds people."))
        return member

    @on(RowList.Selected)
    async def _open(self, event: RowList.Selected) -> None:
        """Open the person, on the page of their account."""
        member = self._members.get(event.id)
        person_id = member.person_id if member else event.id.removeprefix(_LEADER)
        account_id = member.account_id if member else await self._leaders_account()
        await places.open_record(self.karep, "person", person_id, account_id=account_id or "")

    async def _leaders_account(self) -> str | None:
        from karep.db.views.people import get_person

        leader_id = self._deal.leader_id if self._deal else None
        leader = await self.karep.desk.read(get_person, leader_id) if leader_id else None
        return leader.account_id if leader else None

    def action_member_add(self) -> None:
        """Add people."""
        if self._deal is not None:
            self.app.push_screen(AddMembersDialog(self.opportunity_id))

    async def action_member_join(self) -> None:
        """Note that the highlighted member joined, or is undecided again."""
        if member := self._chosen():
            joined = member.joined_at is None
            await self.karep.save("member.join", member.person_name, members.set_joined, [member.id], joined=joined)

    async def action_member_edit(self) -> None:
        """Change the highlighted member."""
        if member := self._chosen():
            await places.open_form(self.karep, "member.change", member_id=member.id)

    async def action_member_remove(self) -> None:
        """Take the highlighted member out."""
        if member := self._chosen():
            await self.karep.save("member.remove", member.person_name, members.remove_member, member.id)
            self.say(_("Removed {name}; u brings it back.").format(name=member.person_name))

    async def action_member_lead(self) -> None:
        """Let the highlighted member lead."""
        if member := self._chosen():
            verb = members.set_leader
            await self.karep.save("member.lead", member.person_name, verb, self.opportunity_id, member.person_id)
            self.say(_("{name} leads the group-buy now.").format(name=member.person_name))

    async def action_member_service(self) -> None:
        """Promise the members VIP after-sales, or not."""
        if self._deal is not None:
            verb, wanted = members.set_vip_service, not self._deal.vip_service
            await self.karep.save("member.service", self._deal.name, verb, self.opportunity_id, vip_service=wanted)

    def action_record_history(self) -> None:
        """Show what changed about the highlighted member."""
        if member := self._chosen():
            places.open_history(self.karep, "member", member.id, member.person_name)

    async def action_touch_log(self) -> None:
        """Log a touch about the group-buy."""
        if self._deal is not None:
            about = {"listed_account_id": self._deal.account_id, "opportunity_id": self.opportunity_id}
            await places.open_log(self.karep, **about)

    async def action_follow_up_add(self) -> None:
        """Plan the next step of the group-buy."""
        if self._deal is not None:
            about = {"account_id": self._deal.account_id, "opportunity_id": self.opportunity_id}
            await places.open_follow_up(self.karep, **about)


def joined_words(deal: GroupBuy, found: list[Member]) -> str:
    """Who leads, and how many joined: “leader 王总, 5 of 8 joined”."""
    joined = sum(one.joined_at is not None for one in found)
    if not deal.leader_id:
        return _("no leader, {joined} of {n} joined").format(joined=joined, n=len(found))
    leader = one_line(deal.leader_name or "?")
    return _("leader {name}, {joined} of {n} joined").format(name=leader, joined=joined, n=len(found))


def _service_words(deal: GroupBuy) -> str:
    if deal.vip_service:
        return _("✓ VIP after-sales for members (v takes it back)")
    return _("no VIP after-sales (v promises it)")
