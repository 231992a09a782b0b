"""The form of an important day."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from textual.suggester import SuggestFromList
from textual.widgets import Input

from karep.db import occasions
from karep.db.errors import Refused
from karep.db.views.occasions import Occasion, get_occasions
from karep.db.views.people import get_person, list_people
from karep.db.words import field_name
from karep.i18n import N_, _, language
from karep.rules.care import BUSINESS
from karep.rules.occasion_words import YearDay, describe_year_day, parse_year_day
from karep.rules.vocabulary import LEAP_RULES, OCCASION_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices

LABELS: Final = (
    N_("Wedding anniversary"),
    N_("Company founded"),
    N_("Years of cooperation"),
    N_("First order"),
    N_("Moved into the new plant"),
    N_("Frame contract"),
    N_("Service contract"),
    N_("Budget round"),
    N_("Child's exam"),
    N_("Promotion"),
)
"""What days are often called: offered while a name is typed."""


class OccasionForm(Form):
    """Add an important day of an account or one of its people, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New important day") if self.kind == "occasion.add" else _("Change important day")

    async def fields(self) -> tuple[Field, ...]:
        """Kind, day, whose, words; the rule of leap months is asked where the day is in one."""
        return (
            Field("kind", field_name("kind"), "choice", choices(OCCASION_KINDS), required=True),
            Field(
                "day",
                field_name("day"),
                hint=_("5月3日, 农历八月十五, 3 May, 1985-05-03; only May, if the day is not known"),
                preview=self._day_preview,
                required=True,
            ),
            Field("leap_rule", field_name("leap_rule"), "choice", choices(LEAP_RULES)),
            Field("person_id", field_name("person_id"), "choice", await self._people()),
            Field("label", field_name("label"), hint=_("what you call it: company founded, frame contract …")),
        )

    async def _people(self) -> dict[str, str]:
        """Those of the account; the person alone who has none."""
        account_id, person_id = await self._account_id(), self.about.get("person_id")
        if account_id:
            return {one.id: one.name for one in await self.karep.desk.read(list_people, account_id)}
        one = await self._occasion()
        person_id = one.person_id if one else person_id
        person = await self.karep.desk.read(get_person, person_id) if person_id else None
        return {person.id: person.name} if person else {}

    async def _account_id(self) -> str:
        one = await self._occasion()
        return self.about.get("account_id") or (one.account_id if one else None) or ""

    async def _occasion(self) -> Occasion | None:
        occasion_id = self.about.get("occasion_id")
        return next(iter(await self.karep.desk.read(get_occasions, [occasion_id])), None) if occasion_id else None

    async def reload(self) -> None:
        """Fill the form; offer what days are often called while a name is typed."""
        await super().reload()
        self.query_one("#field-label", Input).suggester = SuggestFromList([_(one) for one in LABELS])

    def _day_preview(self, text: str) -> str:
        """What is understood; whether a leap month has to be asked about."""
        found = parse_year_day(text)
        words = typed.year_day_preview(text)
        if found is not None and found.day is None:
            words = f"{words} · {_('only the month is known')}"
        return words

    def _show_preview(self, field: Field) -> None:
        super()._show_preview(field)
        if field.name == "day":
            found = parse_year_day(self._value(field))
            row = self.query_one("#field-leap_rule").parent
            assert row is not None
            row.display = found is not None and found.leap_month

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        one = await self._occasion()
        if one is None:
            return {"kind": "birthday", "person_id": self.about.get("person_id", "")}
        day = YearDay(one.month, one.day, one.year, one.calendar, bool(one.leap_month))
        return {
            "kind": one.kind,
            "day": describe_year_day(day, language()),
            "leap_rule": one.leap_rule or "",
            "person_id": one.person_id or "",
            "label": one.label or "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the day."""
        day = typed.year_day(values, "day")
        assert day is not None
        require_sense(values, day, self.karep.clock.today)
        person_id = values["person_id"] or None
        fields: dict[str, object] = {
            "kind": values["kind"],
            "label": values["label"] or None,
            "month": day.month,
            "day": day.day,
            "year": day.year,
            "calendar": day.calendar,
            "leap_month": day.leap_month,
            "leap_rule": (values["leap_rule"] or None) if day.leap_month else None,
            "person_id": person_id,
            "account_id": None if person_id else await self._account_id() or None,
        }
        label = choices(OCCASION_KINDS)[values["kind"]]
        if self.kind == "occasion.add":
            await self.karep.save(self.kind, label, occasions.add_occasion, fields)
        else:
            await self.karep.save(self.kind, label, occasions.change_occasion, self.about["occasion_id"], fields)


def require_sense(values: Mapping[str, str], day: YearDay, today: date) -> None:
    """Refuse a day that cannot be meant.

    Raises:
        Refused: If nobody is named whose birthday it is, or it is in a year to come; if the end of a contract has no
            year; if a contract or a budget is a person's, or goes by the lunar calendar.
    """
    kind, person_id = values["kind"], values["person_id"]
    if kind in BUSINESS and person_id:
        raise Refused(_("Contracts and budgets are the account's: leave the person empty."), field="person_id")
    if kind in BUSINESS and day.calendar == "lunar":
        raise Refused(_("Contracts and budgets go by the solar calendar."), field="day")
    if kind == "contract_end" and day.year is None:
        raise Refused(_("A contract ends once: give the year too, such as 2027-03-31."), field="day")
    if kind in ("birthday", "memorial") and not person_id:
        raise Refused(_("Whose day is it? Choose the person; an account has anniversaries."), field="person_id")
    if kind in ("birthday", "memorial") and day.year is not None and day.year > today.year:
        raise Refused(_("{year} is still to come; leave the year out if you do not know it.").format(year=day.year),
                      field="day")  # fmt: skip
