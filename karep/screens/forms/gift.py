"""The form of a gift or an invitation: to whom, what, worth how much, when and for which day, who approved it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Select, Static

from karep.db import gifts
from karep.db.errors import Refused
from karep.db.views.accounts import get_account
from karep.db.views.gifts import Gift, Recipient, get_gift, get_recipients, last_gifts
from karep.db.views.occasions import Occasion, list_occasions
from karep.db.views.people import Preference, list_account_preferences, list_people, list_preferences
from karep.db.words import field_name
from karep.i18n import _, language
from karep.reports.gift_words import (
    WARNING,
    gift_words,
    limit_words,
    needed_words,
    others_words,
    state_words,
)
from karep.reports.gift_words import warning_words as looked_out
from karep.rules.festivals import festival_name, festivals_between
from karep.rules.gifts import (
    OVER,
    WITHIN,
    Allowance,
    Counted,
    GiftPlan,
    GiftReading,
    adds_to_year,
    gift_warnings,
    read_gift,
    year_total,
)
from karep.rules.money import parse_money, read_currency
from karep.rules.vocabulary import GIFT_KINDS, OCCASION_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line

_NEAR_DAYS: Final = 60
"""Festivals so many days before and after the day can be chosen."""
_LARGEST: Final = 10**15
_REMEMBERED: Final = 200
"""As many gifts to each person are compared with what is typed."""
_TEXTS: Final = ("item", "kind", "approver", "note")


@dataclass(slots=True)
class _Known:
    """What the reading below the form is made of, read once."""

    account_name: str = ""
    people: dict[str, Recipient] = field(default_factory=dict)
    given: dict[str, list[Gift]] = field(default_factory=dict)
    """What each person was given before, without the gift that is being changed."""
    preferences: dict[str, list[Preference]] = field(default_factory=dict)


class GiftForm(Form):
    """Note a gift, or change one. What it means for the limit is said below while it is typed."""

    _gift: Gift | None = None
    _account_id: str = ""

    def heading(self) -> str:
        """What the form is for."""
        return _("Gift or invitation") if self.kind == "gift.add" else _("Change gift")

    def compose_content(self) -> ComposeResult:
        """The form, with the reading above the line for what is wrong."""
        self._known = _Known()
        for widget in super().compose_content():
            if widget.id == "form-fault":
                yield Static(id="gift-reading", markup=False)
            yield widget

    async def reload(self) -> None:
        """Fill the form once, and say where the year stands."""
        await super().reload()
        self._show_reading()

    # --- the fields ----------------------------------------------------------------------------------------------

    async def fields(self) -> tuple[Field, ...]:
        """To whom and what first; then when and for which day, and who approved it."""
        await self._read_known()
        people = {one.id: one.name for one in self._known.people.values() if not one.left_on or one.id == self._person}
        return (
            Field("person_id", field_name("person_id"), "choice", people),
            Field("item", field_name("item"), hint=_("tea, a book, dinner; never cash or a gift card"), required=True),
            Field("value", _("Worth"), hint=_("280, ¥280 or $40"), preview=typed.amount_preview),
            Field("given_on", field_name("given_on"), hint=_("today, 昨天, last fri"), preview=self._preview),
            Field("occasion_id", _("For which day"), "choice", await self._days()),
            Field("approver", field_name("approver"), hint=_("over the limit, or for who serves the state")),
            Field("kind", field_name("kind"), "choice", choices(GIFT_KINDS), required=True),
            Field("currency", field_name("currency"), hint=_("CNY, USD, EUR …")),
            Field("note", field_name("note"), "notes"),
        )

    async def _read_known(self) -> None:
        """Read the gift, the account, its people with what they were given before and what they like."""
        read = self.karep.desk.read
        self._gift = await read(get_gift, self.about["gift_id"]) if "gift_id" in self.about else None
        if self.kind == "gift.change" and self._gift is None:
            raise Refused(_("That record is not in the store."))
        self._person = (self._gift.person_id if self._gift else self.about.get("person_id")) or ""
        self._account_id = (self._gift.account_id if self._gift else self.about.get("account_id")) or ""
        ids = [one.id for one in await read(list_people, self._account_id)] if self._account_id else []
        ids = list(dict.fromkeys([*filter(None, (self._person,)), *ids]))
        known = self._known = _Known(people=await read(get_recipients, ids))
        if not self._account_id and self._person in known.people:
            self._account_id = known.people[self._person].account_id or ""
        account = await read(get_account, self._account_id) if self._account_id else None
        known.account_name = account.name if account else ""
        given = await read(last_gifts, ids, _REMEMBERED)
        own = self._gift.id if self._gift else ""
        known.given = {person: [one for one in found if one.id != own] for person, found in given.items()}
        likes = await read(list_account_preferences, self._account_id) if self._account_id else []
        # who was given it may be in another account by now
        likes += [one for one in await read(list_preferences, self._person) if one not in likes] if self._person else []
        for one in likes:
            known.preferences.setdefault(one.person_id, []).append(one)

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    async def _days(self) -> dict[str, str]:
        """The festivals near the day, the nearest first; then the important days of the account and its people."""
        day = date.fromisoformat(self._gift.given_on) if self._gift else self.karep.clock.today
        span = timedelta(days=_NEAR_DAYS)
        days = self.karep.practice.days
        near = sorted(
            festivals_between(day - span, day + span, off=days.off, own=days.own), key=lambda one: abs(one.day - day)
        )
        found = {f"festival:{one.key}": f"{one.name(language())} {one.day.isoformat()}" for one in near}
        chosen = (self._gift.festival if self._gift else self.about.get("festival")) or ""
        if chosen:
            found.setdefault(f"festival:{chosen}", festival_name(chosen, language()))
        about = {"account_id": self._account_id} if self._account_id else {"person_id": self._person}
        known = await self.karep.desk.read(list_occasions, **about)
        eyes = Eyes.of(self.karep)
        shown = [one for one in known if not eyes.hides("occasion", "day", kind=one.kind, person_id=one.person_id)]
        return found | {f"occasion:{one.id}": _occasion_words(one) for one in shown}

    async def first_values(self) -> dict[str, str]:
        """What is known; a new one was given today unless the rep says otherwise."""
        one = self._gift
        if one is None:
            return {
                "person_id": self._person,
                "kind": "gift",
                "currency": self._allowance.currency,
                "given_on": self.karep.clock.today.isoformat(),
                "occasion_id": _day_choice(self.about.get("festival"), self.about.get("occasion_id")),
            }
        return {
            **{name: getattr(one, name) or "" for name in ("person_id", "currency", "given_on", *_TEXTS)},
            "value": typed.amount_text(one.value),
            "occasion_id": _day_choice(one.festival, one.occasion_id),
        }

    @property
    def _allowance(self) -> Allowance:
        return Allowance.of(self.karep.settings)

    # --- what it means -------------------------------------------------------------------------------------------

    @on(Input.Changed)
    @on(Select.Changed)
    def _show_reading(self) -> None:
        """Say where the year stands with what is typed, and what to look out for."""
        found = self.query("#gift-reading")
        if not found or not self.shown_fields:
            return
        line = found.first(Static)
        if Eyes.of(self.karep).hides("gift", "value"):
            line.update("")
            return
        told, wrong = self._reading_words(self.draft())
        line.update(assemble((told, "$text-warning" if wrong else "$text-muted")))

    def _reading_words(self, values: Mapping[str, str]) -> tuple[str, bool]:
        """The reading in words, and whether something in it speaks against the gift."""
        reading, plan = self._read(values)
        year = self._day(values).year
        person = self._known.people.get(values["person_id"])
        if self._gift and not self._adds(self._gift, plan, values["person_id"], year):
            needs = tuple(one for one in reading.needs_approval if one != OVER)
            reading = replace(reading, needs_approval=needs)
        warned = [*needed_words(reading, values["approver"]), *self._warned(values)]
        told = []
        if person and (plan.value is not None or not values["value"].strip()):
            used = limit_words(reading.total, reading.limit, self._allowance)
            told.append(_("{year} with this: {used}").format(year=year, used=used))
            told.append(state_words(reading.state) if reading.state != WITHIN else "")
            told += others_words(plan.before)
            if plan.value is not None and not reading.counted:
                told.append(_("this one is not added: another currency"))
        head = " · ".join(filter(None, told))
        lines = [head, *(f"{WARNING} {one}" for one in warned)]
        return one_line("  ".join(filter(None, lines))), bool(warned or reading.state == OVER)

    def _adds(self, former: Gift, plan: GiftPlan, person_id: str, year: int) -> bool:
        """Whether a gift that is changed asks for more than before."""
        of, allowance = Counted.of, self._allowance
        then = of(former.person_id, former.year, former.value, former.currency, former.approver or "", allowance)
        return adds_to_year(then, of(person_id, year, plan.value, plan.currency, plan.approver, allowance))

    def _read(self, values: Mapping[str, str]) -> tuple[GiftReading, GiftPlan]:
        person = self._known.people.get(values["person_id"])
        year = self._day(values).year
        before = [one for one in self._known.given.get(values["person_id"], ()) if one.year == year]
        money = parse_money(values["value"])
        plan = GiftPlan(
            values["item"],
            money.minor if money and money.minor > 0 else None,
            (money.currency if money else "") or read_currency(values["currency"]) or values["currency"],
            values["approver"],
            person is not None,
            person.government if person else False,
            year_total(((one.value, one.currency) for one in before), self._allowance),
            person.gift_limit if person else None,
        )
        return read_gift(plan, self._allowance), plan

    def _warned(self, values: Mapping[str, str]) -> list[str]:
        person_id = values["person_id"]
        before = {one.item: gift_words(one) for one in reversed(self._known.given.get(person_id, ()))}
        likes = self._known.preferences.get(person_id, ())
        taboos = [one.text for one in likes if one.kind == "taboo"]
        warnings = gift_warnings(
            values["item"],
            given=before,
            taboos=taboos,
            has_person=bool(person_id),
            is_invitation=values["kind"] == "invitation",
        )
        told = looked_out(replace(warnings, repeated=before.get(warnings.repeated, "")))
        wishes = [one.text for one in likes if one.kind == "gift"]
        return told + [_("about gifts: {text}").format(text=one) for one in wishes[:1]]

    def _day(self, values: Mapping[str, str]) -> date:
        found = typed.read_when(values["given_on"], self.karep.clock, self.karep.settings["dates"], past=True)
        return found.day if found else self.karep.clock.today

    # --- saving --------------------------------------------------------------------------------------------------

    async def save(self, values: dict[str, str]) -> None:
        """Store the gift; the journal's label names only who got it."""
        clock, order = self.karep.clock, self.karep.settings["dates"]
        when = typed.when(values, "given_on", clock, order, past=True)
        noun, _colon, key = values["occasion_id"].partition(":")
        fields: dict[str, object] = {name: values[name] or None for name in _TEXTS}
        value, currency = self._money(values)
        fields |= {
            "person_id": values["person_id"] or None,
            "given_on": (when.day if when else clock.today).isoformat(),
            "value": value,
            "currency": currency,
            "occasion_id": key if noun == "occasion" else None,
            "festival": key if noun == "festival" else None,
        }
        if self._account_id:
            fields["account_id"] = self._account_id
        person = self._known.people.get(values["person_id"])
        label = person.name if person else self._known.account_name
        own = self.karep.practice.days.own
        if self._gift is None:
            await self.karep.save(self.kind, label, gifts.add_gift, fields, self._allowance, own)
        else:
            await self.karep.save(self.kind, label, gifts.change_gift, self._gift.id, fields, self._allowance, own)

    def _money(self, values: dict[str, str]) -> tuple[int | None, str | None]:
        """Value and currency; what is written beside the figure counts more than the field that was left alone."""
        value = typed.amount(values, "value")
        if value is not None and not 0 <= value <= _LARGEST:
            raise Refused(_("A gift cannot be worth that: type what it cost."), field="value")
        text = values["currency"]
        code = read_currency(text) or (text if text == self._first.get("currency") else None)
        if text and code is None:
            sentence = _("“{typed}” is no currency; try CNY, USD or EUR.")
            raise Refused(sentence.format(typed=one_line(text)), field="currency")
        money = parse_money(values["value"])
        written = money.currency if money else ""
        if written and code and written != code and text != self._first.get("currency"):
            sentence = _("The value says {one}, the currency {other}: change one of them.")
            raise Refused(sentence.format(one=written, other=code), field="currency")
        return value, written or code or None


def _day_choice(festival: str | None, occasion_id: str | None) -> str:
    return f"festival:{festival}" if festival else f"occasion:{occasion_id}" if occasion_id else ""


def _occasion_words(one: Occasion) -> str:
    return f"{one.whose} · {one.label or _(OCCASION_KINDS.get(one.kind, OCCASION_KINDS['other']))}"
