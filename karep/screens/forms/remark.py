"""The form of a line in the rep's own words in a report."""

from typing import Final

from karep.db import remarks
from karep.db.errors import Refused
from karep.db.views.accounts import get_account
from karep.db.views.remarks import Remark, get_remark
from karep.db.words import field_name
from karep.i18n import _, language
from karep.rules.periods import period_label, read_period
from karep.rules.vocabulary import DEPARTMENTS, LESSONS, PRIVACY, REPORT_PARTS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices, stages

_CHOSEN: Final = ("lesson", "stage", "department")


class RemarkForm(Form):
    """Add a line to a part of a period's report, or change one.

    It is about the ``period`` and the ``part``, perhaps an ``account_id``, or about the ``remark_id``.
    """

    def heading(self) -> str:
        """What the form is for, by the part and the period where these are known."""
        if self.kind == "remark.change":
            return _("Change own words")
        period, part = read_period(self.about["period"]), self.about["part"]
        words = _(REPORT_PARTS[part]) if part in REPORT_PARTS else part
        when = period_label(period, language()) if period else self.about["period"]
        return _("{part}, in my words · {period}").format(part=words, period=when)

    async def fields(self) -> tuple[Field, ...]:
        """The words; the kind and stage of a lesson; who can help; which account; who may read it."""
        known = await self._remark()
        part = known.part if known else self.about["part"]
        return (
            Field("text", field_name("text"), "notes", hint=_("lines that begin with !! stay with you"), required=True),
            *(self._lesson_fields() if part == "lessons" else ()),
            *(self._help_fields(known) if part == "help" else ()),
            Field("account", field_name("account_id"), hint=_("name of an account in the book")),
            Field("privacy", field_name("privacy"), "choice", choices(PRIVACY), required=True),
        )

    def _lesson_fields(self) -> tuple[Field, ...]:
        return (
            Field("lesson", field_name("lesson"), "choice", choices(LESSONS), required=True),
            Field("stage", field_name("stage"), "choice", stages()),
        )

    def _help_fields(self, known: Remark | None) -> tuple[Field, ...]:
        departments = choices(DEPARTMENTS)
        if known and known.department:
            departments.setdefault(known.department, known.department)
        return (Field("department", field_name("department"), "choice", departments),)

    async def _remark(self) -> Remark | None:
        if "remark_id" not in self.about:
            return None
        known = await self.karep.desk.read(get_remark, self.about["remark_id"])
        if known is None:
            raise Refused(_("That line is not in the store any more."))
        return known

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._remark()
        if known is None:
            about = self.about.get("account_id")
            account = await self.karep.desk.read(get_account, about) if about else None
            return {"lesson": "worked", "privacy": "internal", "account": account.name if account else ""}
        chosen = {name: getattr(known, name) or "" for name in _CHOSEN}
        return {**chosen, "text": known.text, "account": known.account_name or "", "privacy": known.privacy}

    async def save(self, values: dict[str, str]) -> None:
        """Store the line; the account stays as it is while no other is named, even one that was removed."""
        fields: dict[str, object] = {name: values[name] or None for name in _CHOSEN if name in values}
        fields |= {"text": values["text"], "privacy": values["privacy"]}
        known = await self._remark()
        if known is None or values["account"] != (known.account_name or ""):
            fields["account_id"] = await self._account_id(values)
        if known is None:
            fields |= {"period": self.about["period"], "part": self.about["part"]}
            await self.karep.save(self.kind, self.about["period"], remarks.add_remark, fields)
        else:
            await self.karep.save(self.kind, known.period, remarks.change_remark, known.id, fields)

    async def _account_id(self, values: dict[str, str]) -> str | None:
        """The account that was named; the one that the form was opened about needs no name of its own."""
        about = self.about.get("account_id")
        if about:
            account = await self.karep.desk.read(get_account, about)
            if account and account.name.strip() == values["account"]:
                return about
        return await typed.account_named(self.karep.desk, values, "account")
