"""The form of a touch: the same as the log line, a field a part; and what is changed of a past one."""

from functools import partial

from karep.db import drafts, log_lines, people, touches
from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.views.accounts import get_account
from karep.db.views.log_lines import at_hand, understand
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.views.touches import get_touch
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.clock import Clock
from karep.rules.date_words import day_order
from karep.rules.log_line.understood import AtHand, Attendee, Understood
from karep.rules.vocabulary import TOUCH_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import touch_values, typed
from karep.screens.forms.touch_values import REPEATED, field_of
from karep.screens.forms.words import choices, stages
from karep.screens.kept_lines import kept_line_key, read_kept_line

_TEXTS = ("purpose", "summary", "outcome", "our_people", "tags", "private_note")


class TouchForm(Form):
    """Log a touch, or change one. ``about`` may hold ``line``: it names the kept log line that is gone on with."""

    _at_hand = AtHand()
    _line: Understood | None = None

    def heading(self) -> str:
        """What the form is for."""
        return _("Log a touch") if self.kind == "touch.log" else _("Change touch")

    async def fields(self) -> tuple[Field, ...]:
        """Who and how first; everything but the kind may stay empty."""
        account_id = await self._account_id()
        self._at_hand = await self.karep.desk.read(at_hand, {"account_id": account_id})
        known = await self.karep.desk.read(list_people, account_id)
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        logging = self.kind == "touch.log"
        if logging and "line" in self.about:
            self._line = await self._read_line()
        day_hint = _("empty: now; or yesterday, 周五下午3点, 2026-11-20 14:30")
        return (
            Field("people", _("Who"), "checks", {one.id: _who(one.name, one.title) for one in known}),
            Field("others", _("Somebody new"), hint=_("names, with commas: they join the account's people")),
            Field("kind", field_name("kind"), "choice", choices(TOUCH_KINDS), required=True),
            Field("at", field_name("at"), hint=day_hint, preview=self._past),
            Field("summary", field_name("summary"), "notes"),
            Field("outcome", field_name("outcome")),
            *(self._more() if logging else ()),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
            *(self._deal() if logging else ()),
            Field("purpose", field_name("purpose")),
            Field("our_people", field_name("our_people"), hint=_("colleagues who came along")),
            Field("tags", field_name("tags"), hint=_("words, with commas")),
            Field("private_note", field_name("private_note"), "notes", hint=_("in no export, hidden from other eyes")),
        )

    def _more(self) -> tuple[Field, ...]:
        """What came out of it; of what the log line named several times there are as many rows."""
        fields: list[Field] = []
        for group in REPEATED:
            for number in range(1, touch_values.count(self._line, group) + 1):
                fields += self._group(group, number)
        return (
            *fields,
            Field("needs", _("Needs"), "notes", hint=_("one a line")),
            Field("rivals", _("Competitors"), "notes", hint=_("one a line, such as “Acme: 5% cheaper”")),
        )

    def _group(self, group: str, number: int) -> tuple[Field, ...]:
        due = _("下周三, next fri, 2026-12-01")
        name = field_of(group, number)
        if group == "objection":
            return (
                Field(name, _("Objection"), hint=_("an objection, in the customer's words")),
                Field(f"{name}_answer", _("… our answer")),
            )
        words = {"next": _("Next step"), "ours": _("We promised"), "theirs": _("They promised")}[group]
        day = _("… on") if group == "next" else _("… by")
        what = Field(name, words, hint=_("what comes next") if group == "next" else "")
        again = (Field(f"{name}_repeat", _("… again"), hint=_("every 2 weeks, 每月第一个周一, +90d")),)
        return what, Field(f"{name}_due", day, hint=due, preview=self._future), *(again if group == "next" else ())

    def _deal(self) -> tuple[Field, ...]:
        return (
            Field("stage", _("… moves to"), "choice", stages()),
            Field("amount", _("… amount"), hint="120万, 1.2m", preview=typed.amount_preview),
        )

    def _past(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    def _future(self, text: str) -> str:
        rest = self.karep.practice.rest
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], rest=rest)

    async def _read_line(self) -> Understood | None:
        """The log line that this form goes on with, read anew."""
        return await self.karep.desk.read(
            read_kept_line,
            self.kind,
            self.about["line"],
            partial(understand, practice=self.karep.practice),
            today=self.karep.clock.today,
            order=day_order(self.karep.settings["dates"]),
        )

    async def _account_id(self) -> str:
        if self.kind == "touch.log":
            return self.about["account_id"]
        touch = await self.karep.desk.read(get_touch, self.about["touch_id"])
        if touch is None:
            raise Refused(_("That touch is not in the store."))
        return touch.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        if self._line is not None:
            return touch_values.of_line(self._line, self.karep.clock.today)
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
        if self.kind == "touch.log":
            deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
            stands = {one.id: one.stage for one in deals}
            said = touch_values.as_line(values, self._at_hand, stands, clock, order)
            await self.karep.save(self.kind, label, _log, said, clock, self.about)
            return
        fields: dict[str, object] = {name: values[name] or None for name in ("opportunity_id", *_TEXTS)}
        fields |= {"kind": values["kind"], "at": typed.stamp(values, "at", clock, order)}
        attending = touch_values.attendees(values, self._at_hand)
        await self.karep.save(self.kind, label, _change, self.about["touch_id"], account_id, fields, attending)


def _who(name: str, title: str | None) -> str:
    return f"{name} · {title}" if title else name


def _log(change: Change, said: Understood, clock: Clock, about: Values) -> str:
    """Log a touch, close what it answers, and forget the kept line that the form went on with."""
    if "line" in about:
        drafts.drop_draft(change.connection, kept_line_key("touch.log", about["line"]))
    return log_lines.store_line(
        change, said, clock, follow_up_id=about.get("follow_up_id"), promise_id=about.get("promise_id")
    )


def _change(change: Change, touch_id: str, account_id: str, fields: Values, attending: tuple[Attendee, ...]) -> None:
    """Change a touch; whoever is not in the book joins the account's people as a placeholder."""
    ids = [
        one.person.id
        if one.person
        else people.add_person(change, {"account_id": account_id, "name": one.word, "placeholder": True})
        for one in attending
    ]
    touches.change_touch(change, touch_id, fields, people=ids)
