"""The form of a promise."""

from karep.db import promises
from karep.db.errors import Refused
from karep.db.views.people import list_people
from karep.db.views.promises import Promise, get_promise
from karep.db.words import field_name
from karep.i18n import _
from karep.reports.promise_words import moved_words
from karep.rules.vocabulary import OWED_BY
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line


class PromiseForm(Form):
    """Note what one side owes the other, or change it."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Promise") if self.kind == "promise.add" else _("Change promise")

    async def fields(self) -> tuple[Field, ...]:
        """Who owes, what, until when, to whom; once it is given, why it is moved."""
        known = await self.karep.desk.read(list_people, await self._account_id())
        promise = await self._promise()
        why = Field("moved_reason", field_name("moved_reason"), hint=self._moves(promise)) if promise else None
        return (
            Field("owed_by", field_name("owed_by"), "choice", choices(OWED_BY), required=True),
            Field("what", field_name("what"), required=True),
            Field("due", field_name("due"), hint=_("下周三, next fri, 2026-12-01"), preview=self._preview),
            Field("person_id", field_name("person_id"), "choice", {one.id: one.name for one in known}),
            *((why,) if why else ()),
        )

    def _moves(self, promise: Promise) -> str:
        """How often it was moved until now, and why the last time."""
        moved = moved_words(promise.moves, promise.first_due, self.karep.clock.today)
        told = " · ".join(filter(None, (moved, promise.moved_reason))) or _("only when its day changes")
        return one_line(Eyes.of(self.karep).words(told))

    def _preview(self, text: str) -> str:
        rest = self.karep.practice.rest
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], rest=rest)

    async def _promise(self) -> Promise | None:
        promise_id = self.about.get("promise_id")
        return await self.karep.desk.read(get_promise, promise_id) if promise_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._promise()
        if known is None:
            raise Refused(_("That promise is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._promise()
        if known is None:
            return {"owed_by": "us", "person_id": self.about.get("person_id", "")}
        return {name: getattr(known, name) or "" for name in ("owed_by", "what", "due", "person_id")}

    async def save(self, values: dict[str, str]) -> None:
        """Store the promise."""
        fields: dict[str, object] = {
            "owed_by": values["owed_by"],
            "what": values["what"],
            "due": typed.day(values, "due", self.karep.clock, self.karep.settings["dates"]),
            "person_id": values["person_id"] or None,
        }
        if values.get("moved_reason"):
            fields["moved_reason"] = values["moved_reason"]
        if self.kind == "promise.add":
            fields["account_id"] = self.about["account_id"]
            await self.karep.save(self.kind, values["what"], promises.add_promise, fields)
        else:
            await self.karep.save(self.kind, values["what"], promises.change_promise, self.about["promise_id"], fields)
