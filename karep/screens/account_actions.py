"""What can be done about the account at hand, the same in the book, on an account's page and in today's list."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from karep.db.views.subjects import SUBJECTS
from karep.i18n import _
from karep.screens import places
from karep.screens.bindings import bindings, described
from karep.screens.record_actions import RecordActions

if TYPE_CHECKING:
    from karep.app import KarepApp


PIN: Final = "★"
"""Stands at an account that is kept at hand."""


async def pin_or_unpin(app: "KarepApp", account_id: str, name: str, *, pinned: bool) -> None:
    """Keep an account at hand, or let it go when it is `pinned`."""
    from karep.db import accounts

    if pinned:
        await app.save("account.unpin", name, accounts.unpin_account, account_id)
        app.say(_("{name} is no longer pinned.").format(name=name))
    else:
        await app.save("account.pin", name, accounts.pin_account, account_id)
        key = described("app.recent", app.settings.keys)[0]
        app.say(_("{name} is pinned: {key} lists it first.").format(name=name, key=key))


class AccountActions:
    """A screen mixes this in and says which account, person and deal are at hand."""

    ACCOUNT_BINDINGS: ClassVar[list[BindingType]] = bindings(
        "brief.open",
        "timeline.open",
        "touch.log",
        "touch.form",
        "follow_up.add",
        "person.add",
        "preference.add",
        "occasion.add",
        "gift.add",
        "care.open",
        "opportunity.add",
        "promise.add",
        "objection.add",
        "need.add",
        "competitor.add",
        "record.merge",
        "near.open",
        "calendar.item",
    )

    LISTS_ACCOUNTS: ClassVar[bool] = True
    """Whether the account at hand is one of several: what is logged may be about people of another one then."""

    karep: "KarepApp"

    def account_at_hand(self) -> str | None:
        """The id of the account that an action is about."""
        raise NotImplementedError

    def person_at_hand(self) -> str | None:
        """The id of the highlighted person, if one is."""
        return None

    def opportunity_at_hand(self) -> str | None:
        """The id of the highlighted deal, if one is."""
        return None

    async def _open(self, kind: str, *, person: bool = False, opportunity: bool = False, promise: bool = False) -> None:
        account_id = self.account_at_hand()
        if account_id is None:
            self.karep.say(_("Highlight an account, a person or a deal first."))
            return
        about = {"account_id": account_id}
        if person and (person_id := self.person_at_hand()):
            about["person_id"] = person_id
        if opportunity and (opportunity_id := self.opportunity_at_hand()):
            about["opportunity_id"] = opportunity_id
        if promise and isinstance(self, RecordActions) and (promise_id := self.promise_at_hand()):
            about["promise_id"] = promise_id
        await places.open_form(self.karep, kind, **about)

    async def subject_at_hand(self) -> tuple[str, str] | None:
        """Noun and id of what a brief would be about: the highlighted person, deal or follow-up, else the account."""
        if isinstance(self, RecordActions):
            record = self.record_at_hand()
            if record and record[0] in SUBJECTS:
                return record
        account_id = self.account_at_hand()
        return ("account", account_id) if account_id else None

    async def action_brief_open(self) -> None:
        """Be ready for a meeting with who or what is highlighted."""
        subject = await self.subject_at_hand()
        if subject is None:
            self.karep.say(_("Highlight an account, a person, a deal or a follow-up first."))
        else:
            await places.open_brief(self.karep, *subject)

    async def action_timeline_open(self) -> None:
        """Show everything that happened with the highlighted person or deal, else with the account."""
        record = self.record_at_hand() if isinstance(self, RecordActions) else None
        account_id = self.account_at_hand()
        if record and record[0] in ("person", "opportunity"):
            await places.open_timeline(self.karep, *record)
        elif account_id:
            await places.open_timeline(self.karep, "account", account_id)
        else:
            self.karep.say(_("Highlight an account, a person or a deal first."))

    async def action_touch_log(self) -> None:
        """Log a touch in one line: about the account at hand, or about whom the line names."""
        # not the highlighted person: somebody always is, and was not always there
        account = "listed_account_id" if self.LISTS_ACCOUNTS else "account_id"
        at_hand = {account: self.account_at_hand(), "opportunity_id": self.opportunity_at_hand()}
        await places.open_log(self.karep, **{name: record for name, record in at_hand.items() if record})

    async def action_touch_form(self) -> None:
        """Log a touch in a form."""
        await self._open("touch.log", opportunity=True)

    async def action_follow_up_add(self) -> None:
        """Plan what is next in one line: about the account at hand, or about whom the line names."""
        at_hand = {"account_id": self.account_at_hand(), "opportunity_id": self.opportunity_at_hand()}
        if isinstance(self, RecordActions):
            at_hand["promise_id"] = self.promise_at_hand()
        await places.open_follow_up(self.karep, **{name: record for name, record in at_hand.items() if record})

    async def action_person_add(self) -> None:
        """Add a person."""
        await self._open("person.add")

    async def action_preference_add(self) -> None:
        """Add a preference of the highlighted person."""
        person_id = self.person_at_hand()
        if person_id is None:
            self.karep.say(_("Highlight a person on the account's page first."))
        else:
            await places.open_form(self.karep, "preference.add", person_id=person_id)

    async def action_occasion_add(self) -> None:
        """Add an important day."""
        await self._open("occasion.add", person=True)

    async def action_gift_add(self) -> None:
        """Note a gift to the account or person at hand, for the highlighted day if one is."""
        from karep.screens.gifts import open_gift

        record = self.record_at_hand() if isinstance(self, RecordActions) else None
        await open_gift(self.karep, self.account_at_hand(), self.person_at_hand(), record)

    async def action_opportunity_add(self) -> None:
        """Open an opportunity."""
        await self._open("opportunity.add")

    async def action_promise_add(self) -> None:
        """Note a promise."""
        await self._open("promise.add")

    async def action_objection_add(self) -> None:
        """Note an objection."""
        if account_id := self.account_at_hand():
            about = {"account_id": account_id, "opportunity_id": self.opportunity_at_hand()}
            await places.open_objection(self.karep, **{name: record for name, record in about.items() if record})

    async def action_need_add(self) -> None:
        """Note what they want or lack."""
        await self._open("need.add", opportunity=True, person=True)

    async def action_competitor_add(self) -> None:
        """Note a rival that was seen here."""
        await self._open("competitor.add", opportunity=True)

    async def action_care_open(self) -> None:
        """Prepare the highlighted important day or festival."""
        from karep.screens.care import open_care

        noun, record_id = (self.record_at_hand() if isinstance(self, RecordActions) else None) or ("", "")
        if noun == "occasion":
            await open_care(self.karep, occasion_id=record_id)
        elif noun == "festival":
            await open_care(self.karep, festival=record_id)
        else:
            self.karep.say(_("Highlight an important day first; d adds one."))

    async def action_calendar_item(self) -> None:
        """Write the highlighted follow-up, promise or important day as a calendar file."""
        from karep.screens.calendar_item import write_record

        await write_record(self.karep, self.record_at_hand() if isinstance(self, RecordActions) else None)

    async def action_near_open(self) -> None:
        """List who else is near the account at hand."""
        from karep.screens.near import open_near

        if account_id := self.account_at_hand():
            open_near(self.karep, account_id)
        else:
            self.karep.say(_("Highlight an account or something planned with one first."))

    def action_account_tier(self) -> None:
        """Set the tier of the account at hand, or let it follow the scheme."""
        from karep.screens.tier import open_tier

        if account_id := self.account_at_hand():
            open_tier(self.karep, account_id)

    async def action_record_merge(self) -> None:
        """Make one of the highlighted person, or the account, and another one that is the same."""
        from karep.screens.merge import choose_other

        person_id, account_id = self.person_at_hand(), self.account_at_hand()
        if person_id:
            await choose_other(self.karep, "person", person_id)
        elif account_id:
            await choose_other(self.karep, "account", account_id)
