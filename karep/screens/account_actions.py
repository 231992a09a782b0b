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
        "touch.log",
        "follow_up.add",
        "person.add",
        "preference.add",
        "occasion.add",
        "opportunity.add",
        "promise.add",
        "objection.add",
    )

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

    async def _open(self, kind: str, *, person: bool = False, opportunity: bool = False) -> None:
        account_id = self.account_at_hand()
        if account_id is None:
            return
        about = {"account_id": account_id}
        if person and (person_id := self.person_at_hand()):
            about["person_id"] = person_id
        if opportunity and (opportunity_id := self.opportunity_at_hand()):
            about["opportunity_id"] = opportunity_id
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

    async def action_touch_log(self) -> None:
        """Log a touch."""
        await self._open("touch.log", opportunity=True)

    async def action_follow_up_add(self) -> None:
        """Schedule a next step."""
        await self._open("follow_up.add", opportunity=True)

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

    async def action_opportunity_add(self) -> None:
        """Open an opportunity."""
        await self._open("opportunity.add")

    async def action_promise_add(self) -> None:
        """Note a promise."""
        await self._open("promise.add")

    async def action_objection_add(self) -> None:
        """Note an objection."""
        await self._open("objection.add", opportunity=True)
