"""What can be done about the person at hand, on an account's page, on the person's own and in the coverage matrix."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from karep.i18n import _
from karep.screens import places
from karep.screens.bindings import bindings

if TYPE_CHECKING:
    from karep.app import KarepApp


class PersonActions:
    """A screen mixes this in and says who is at hand."""

    PERSON_BINDINGS: ClassVar[list[BindingType]] = bindings(
        "person.rate", "person.pram", "person.parts", "coverage.open"
    )

    karep: "KarepApp"

    def person_at_hand(self) -> str | None:
        """The id of the person."""
        raise NotImplementedError

    def account_at_hand(self) -> str | None:
        """The id of the account."""
        raise NotImplementedError

    async def open_part(self, kind: str, begin_at: str = "") -> None:
        """Open a form about the person, at one of its fields."""
        from karep.screens.forms import make_form
        from karep.screens.forms.person_part import PersonPartForm

        person_id = self.person_at_hand()
        if person_id is None:
            self.karep.say(_("Highlight a person first."))
            return
        form = make_form(kind, {"person_id": person_id})
        if isinstance(form, PersonPartForm):
            form.begin_at = begin_at
        await self.karep.push_screen(form)

    async def action_person_rate(self) -> None:
        """Rate the person."""
        await self.open_part("person.rate")

    async def action_person_pram(self) -> None:
        """Plan the relationship with the person."""
        await self.open_part("person.pram")

    async def action_person_parts(self) -> None:
        """Say which part the person plays in each decision."""
        await self.open_part("person.parts")

    def action_coverage_open(self) -> None:
        """Show who of ours knows whom of theirs."""
        account_id = self.account_at_hand()
        if account_id is None:
            self.karep.say(_("This person belongs to no account."))
        else:
            places.open_coverage(self.karep, account_id)
