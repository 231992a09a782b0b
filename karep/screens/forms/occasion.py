"""The form of an important day."""

from karep.db import occasions
from karep.db.views.occasions import Occasion, list_occasions
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _, language
from karep.rules.occasion_words import YearDay, describe_year_day
from karep.rules.vocabulary import OCCASION_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices


class OccasionForm(Form):
    """Add an important day of an account or one of its people, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New important day") if self.kind == "occasion.add" else _("Change important day")

    async def fields(self) -> tuple[Field, ...]:
        """Kind, day, whose, words."""
        known = await self.karep.desk.read(list_people, self.about["account_id"])
        return (
            Field("kind", field_name("kind"), "choice", choices(OCCASION_KINDS), required=True),
            Field(
                "day",
                field_name("day"),
                hint=_("5月3日, 农历八月十五, 3 May or 1985-05-03"),
                preview=typed.year_day_preview,
                required=True,
            ),
            Field("person_id", field_name("person_id"), "choice", {one.id: one.name for one in known}),
            Field("label", field_name("label")),
        )

    async def _occasion(self) -> Occasion | None:
        known = await self.karep.desk.read(list_occasions, account_id=self.about["account_id"])
        return next((one for one in known if one.id == self.about.get("occasion_id")), None)

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        one = await self._occasion()
        if one is None:
            return {"kind": "birthday", "person_id": self.about.get("person_id", "")}
        day = YearDay(one.month, one.day, one.year, one.calendar, bool(one.leap_month))
        return {
            "kind": one.kind,
            "day": describe_year_day(day, language()),
            "person_id": one.person_id or "",
            "label": one.label or "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the day."""
        day = typed.year_day(values, "day")
        assert day is not None
        person_id = values["person_id"] or None
        fields: dict[str, object] = {
            "kind": values["kind"],
            "label": values["label"] or None,
            "month": day.month,
            "day": day.day,
            "year": day.year,
            "calendar": day.calendar,
            "leap_month": day.leap_month,
            "person_id": person_id,
            "account_id": None if person_id else self.about["account_id"],
        }
        label = choices(OCCASION_KINDS)[values["kind"]]
        if self.kind == "occasion.add":
            await self.karep.save(self.kind, label, occasions.add_occasion, fields)
        else:
            await self.karep.save(self.kind, label, occasions.change_occasion, self.about["occasion_id"], fields)
