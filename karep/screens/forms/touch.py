"""The form of a touch: who, what kind, when, what was said, what was promised, what comes next."""

from karep.db import follow_ups, touches
from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.views.accounts import get_account
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.views.touches import get_touch
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.vocabulary import TOUCH_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices

_TEXTS = ("purpose", "summary", "outcome", "our_people")


class TouchForm(Form):
    """Log a touch, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Log a touch") if self.kind == "touch.log" else _("Change touch")

    async def fields(self) -> tuple[Field, ...]:
        """Who and how first; everything but the kind may stay empty."""
        account_id = await self._account_id()
        known = await self.karep.desk.read(list_people, account_id)
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        day_hint = _("empty: now; or yesterday, 周五下午3点, 2026-11-20 14:30")
        return (
            Field("people", _("Who"), "checks", {one.id: _who(one.name, one.title) for one in known}),
            Field("kind", field_name("kind"), "choice", choices(TOUCH_KINDS), required=True),
            Field("at", field_name("at"), hint=day_hint, preview=self._past),
            Field("summary", field_name("summary"), "notes"),
            Field("outcome", field_name("outcome")),
            *(self._more() if self.kind == "touch.log" else ()),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
            Field("purpose", field_name("purpose")),
            Field("our_people", field_name("our_people"), hint=_("colleagues who came along")),
        )

    def _more(self) -> tuple[Field, ...]:
        due = _("下周三, next fri, 2026-12-01")
        return (
            Field("next", _("Next step"), hint=_("what comes next")),
            Field("next_due", _("… on"), hint=due, preview=self._future),
            Field("ours", _("We promised")),
            Field("ours_due", _("… by"), hint=due, preview=self._future),
            Field("theirs", _("They promised")),
            Field("theirs_due", _("… by"), hint=due, preview=self._future),
            Field("objection", _("Objection"), hint=_("an objection, in the customer's words")),
        )

    def _past(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    def _future(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"])

    async def _account_id(self) -> str:
        if self.kind == "touch.log":
            return self.about["account_id"]
        touch = await self.karep.desk.read(get_touch, self.about["touch_id"])
        if touch is None:
            raise Refused(_("That touch is not in the store."))
        return touch.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        if self.kind == "touch.log":
            return {
                "kind": "visit",
                "people": self.about.get("person_id", ""),
                "opportunity_id": self.about.get("opportunity_id")
                or await typed.only_open_deal(self.karep.desk, self.about["account_id"]),
            }
        touch = await self.karep.desk.read(get_touch, self.about["touch_id"])
        if touch is None:
            return {}
        return {
            **{name: getattr(touch, name) or "" for name in ("kind", "opportunity_id", *_TEXTS)},
            "people": ",".join(person_id for person_id, _name in touch.people),
            "at": typed.local_words(touch.at, self.karep.clock),
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the touch with everything that came out of it as one action."""
        clock, order = self.karep.clock, self.karep.settings["dates"]
        account_id = await self._account_id()
        account = await self.karep.desk.read(get_account, account_id)
        label = account.name if account else ""
        fields: dict[str, object] = {name: values[name] or None for name in ("opportunity_id", *_TEXTS)}
        fields |= {"kind": values["kind"], "at": typed.stamp(values, "at", clock, order)}
        attending = tuple(filter(None, values["people"].split(",")))
        if self.kind == "touch.change":
            await self.karep.save(
                self.kind, label, touches.change_touch, self.about["touch_id"], fields, people=attending
            )
            return
        fields["account_id"] = account_id
        await self.karep.save(
            self.kind,
            label,
            _log,
            fields,
            attending,
            self._promises(values),
            [{"words": values["objection"]}] if values["objection"] else [],
            self._next_step(values),
            self.about.get("follow_up_id"),
        )

    def _promises(self, values: Values) -> list[dict[str, object]]:
        clock, order = self.karep.clock, self.karep.settings["dates"]
        return [
            {"owed_by": owed_by, "what": values[name], "due": typed.day(values, f"{name}_due", clock, order)}
            for name, owed_by in (("ours", "us"), ("theirs", "them"))
            if values[name]
        ]

    def _next_step(self, values: Values) -> dict[str, object] | None:
        clock, order = self.karep.clock, self.karep.settings["dates"]
        found = typed.when(values, "next_due", clock, order)
        if not values["next"] and found is None:
            return None
        if found is None:
            raise Refused(_("When is the next step? Give it a day, such as next fri."), field="next_due")
        return {
            "what": values["next"] or _("Follow up"),
            "due": found.day.isoformat(),
            "due_time": f"{found.time:%H:%M}" if found.time else None,
            "zone": clock.zone if found.time else None,
        }


def _who(name: str, title: str | None) -> str:
    return f"{name} · {title}" if title else name


def _log(
    change: Change,
    fields: Values,
    people: tuple[str, ...],
    promises: list[dict[str, object]],
    objections: list[dict[str, object]],
    next_step: dict[str, object] | None,
    follow_up_id: str | None,
) -> str:
    """Log a touch, and close the follow-up that it answers."""
    touch_id = touches.log_touch(
        change, fields, people=people, promises=promises, objections=objections, next_steps=[next_step] if next_step else []
    )
    if follow_up_id:
        follow_ups.finish_follow_up(change, follow_up_id, touch_id)
    return touch_id
