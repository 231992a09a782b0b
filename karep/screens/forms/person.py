"""The form of a person: name and work, roles, birthday and preferences in one go."""

from collections.abc import Mapping

from karep.db import occasions, people
from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.views.gifts import get_recipient
from karep.db.views.occasions import list_occasions
from karep.db.views.people import Person, get_person, list_people
from karep.db.words import field_name
from karep.i18n import _, language
from karep.rules.chain import read_roles
from karep.rules.concerns import concern_words
from karep.rules.matching import person_key
from karep.rules.merging import is_placeholder_name, placeholder_name
from karep.rules.occasion_words import YearDay, describe_year_day
from karep.rules.vocabulary import PREFERENCE_KINDS, ROLES
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.person_care import care_fields, care_typed, care_values
from karep.screens.forms.person_rating import concerns_field
from karep.screens.forms.words import choices, stances, strengths
from karep.screens.safe import one_line

_LINES = ("form_of_address", "title", "department")
_MORE = ("mobile", "phone", "email", "wechat", "address")


class PersonForm(Form):
    """Add a person, or change one."""

    def __init__(self, kind: str, about: Mapping[str, str]) -> None:
        """Make the form; for one who is in the book it is the nearest to a page of their own."""
        super().__init__(kind, about)
        if kind == "person.change":
            self.page_of = ("person", about["person_id"])
        self._unknown = False
        """Whether it is about a placeholder."""
        self._here: dict[str, str] = {}
        """The ids of the others in the account, by the key of their names."""
        self._double: tuple[str, str] | None = None
        """Who has the name that a placeholder was given, as id and name, once that is saved."""
        self._known_now = ""
        """The name that a placeholder was given, once that is saved."""

    def heading(self) -> str:
        """What the form is for."""
        if self._unknown:
            return _("Placeholder: who is it?")
        return _("New person") if self.kind == "person.add" else _("Change person")

    async def reload(self) -> None:
        """Fill the form once, after a look at whether it is about somebody who is not known yet."""
        if self._filling:
            person = await self._person()
            self._unknown = bool(person and person.placeholder)
        await super().reload()

    async def fields(self) -> tuple[Field, ...]:
        """Everything that is kept about a person."""
        colleagues = await self._colleagues()
        self._here = {person_key(name): person_id for person_id, name in colleagues.items()}
        hint = _("a name, or “采购总监?” while it is unknown")
        named = self.kind == "person.add" or self._unknown
        return (
            Field("name", _("Full name"), required=True, hint=hint, preview=self._told if named else None),
            *(Field(name, field_name(name)) for name in _LINES),
            *self._account_field(),
            Field("roles", _("Roles"), "checks", choices(ROLES)),
            Field(
                "birthday",
                _("Birthday"),
                hint=_("5月3日, 农历八月十五, 3 May or 1985-05-03"),
                preview=typed.year_day_preview,
            ),
            *self._preference_fields(),
            Field("stance", field_name("stance"), "choice", stances()),
            Field("strength", field_name("strength"), "choice", strengths(), required=True),
            Field("counterpart", field_name("counterpart"), hint=_("who of us is responsible for this person")),
            concerns_field(),
            *(Field(name, field_name(name)) for name in _MORE),
            Field("reports_to_id", field_name("reports_to_id"), "choice", colleagues),
            *care_fields(),
            Field("left_on", field_name("left_on"), hint=_("when the person left")),
            Field("note", field_name("note"), "notes"),
        )

    def _told(self, name: str) -> str:
        """What a name means for somebody new, or for a placeholder."""
        if is_placeholder_name(name):
            return _("still unknown: a placeholder with a question mark")
        if person_key(name) in self._here:
            sentence = _("{name} is in the account already; saving asks whether they are one")
            known = _("{name} is in the account already")
            return (sentence if self._unknown else known).format(name=one_line(name.strip()))
        return _("becomes a person; roles, history and promises stay") if self._unknown else ""

    def _account_field(self) -> tuple[Field, ...]:
        if self.kind == "person.add":
            return ()
        return (Field("account", field_name("account_id"), hint=_("name of an account in the book")),)

    def _preference_fields(self) -> tuple[Field, ...]:
        if self.kind != "person.add":
            return ()
        kinds = " · ".join(choices(PREFERENCE_KINDS).values())
        hint = _("one a line, such as “Avoid: smoking”. Kinds: {kinds}").format(kinds=kinds)
        return (Field("preferences", _("Preferences"), "notes", hint=hint),)

    async def _colleagues(self) -> dict[str, str]:
        account_id = self.about.get("account_id") or await self._account_id()
        known = await self.karep.desk.read(list_people, account_id) if account_id else []
        return {one.id: one.name for one in known if one.id != self.about.get("person_id")}

    async def _account_id(self) -> str | None:
        person = await self._person()
        return person.account_id if person else None

    async def _person(self) -> Person | None:
        person_id = self.about.get("person_id")
        return await self.karep.desk.read(get_person, person_id) if person_id else None

    async def first_values(self) -> dict[str, str]:
        """What is known about the person."""
        person = await self._person()
        if person is None:
            return {"strength": "1", "roles": ",".join(read_roles(self.about.get("role"))), **care_values(None)}
        birthday = await self._birthday(person.id)
        terms = await self.karep.desk.read(get_recipient, person.id)
        return {
            **care_values(terms),
            **{name: getattr(person, name) or "" for name in ("note", "reports_to_id", *_LINES, *_MORE)},
            "name": placeholder_name(person.name) if person.placeholder else person.name,
            "account": person.account_name or "",
            "roles": ",".join(person.account_roles),
            "counterpart": person.counterpart or "",
            "concerns": concern_words(person.concerns),
            "stance": "" if person.stance is None else str(person.stance),
            "strength": str(person.strength),
            "left_on": str(person.left_on or ""),
            "birthday": describe_year_day(birthday[1], language()) if birthday else "",
        }

    async def _birthday(self, person_id: str) -> tuple[str, YearDay] | None:
        known = await self.karep.desk.read(list_occasions, person_id=person_id)
        for one in known:
            if one.kind == "birthday":
                return one.id, YearDay(one.month, one.day, one.year, one.calendar, bool(one.leap_month))
        return None

    async def save(self, values: dict[str, str]) -> None:
        """Store the person with roles, birthday and preferences as one action."""
        fields: dict[str, object] = {name: values[name] or None for name in (*_LINES, *_MORE, "note", "reports_to_id")}
        fields |= {
            "name": values["name"],
            "placeholder": is_placeholder_name(values["name"]),
            "stance": typed.whole(values, "stance"),
            "strength": typed.whole(values, "strength") or 0,
            "counterpart": values["counterpart"] or None,
            "concerns": values["concerns"] or None,
            "left_on": typed.day(values, "left_on", self.karep.clock, self.karep.settings["dates"]),
            **care_typed(values),
        }
        roles = tuple(filter(None, values["roles"].split(",")))
        birthday = typed.year_day(values, "birthday")
        if self.kind == "person.add":
            fields["account_id"] = self.about["account_id"]
            wanted = [preference(line) for line in values["preferences"].splitlines() if line.strip()]
            days = [_occasion(birthday)] if birthday else []
            await self.karep.save(
                self.kind, values["name"], people.add_person, fields, roles=roles, preferences=wanted, occasions=days
            )
        else:
            person = await self._person()
            if person is None:
                raise Refused(_("That person is not in the store."))
            known = await self._birthday(person.id)
            if person.placeholder and values["name"] == placeholder_name(person.name):
                fields |= {"name": person.name, "placeholder": True}
            if values["account"] != (person.account_name or ""):
                fields["account_id"] = await typed.account_named(self.karep.desk, values, "account")
            await self.karep.save(self.kind, values["name"], _change, person, fields, roles, birthday, known)
            same = self._here.get(person_key(values["name"]))
            if person.placeholder and not fields["placeholder"]:
                self._known_now = values["name"]
                self._double = (same, values["name"]) if same else None

    async def action_form_save(self) -> None:
        """Save, and go back; where a placeholder turned out to be somebody known, offer to make them one."""
        await super().action_form_save()
        if self._known_now:
            self.say(_("{name} is no placeholder any more.").format(name=one_line(self._known_now)))
        if self._double is not None:
            from karep.screens.merge import offer_merge

            self.karep.call_later(offer_merge, self.karep, self.about["person_id"], *self._double)


def _change(
    change: Change,
    person: Person,
    fields: Values,
    roles: tuple[str, ...],
    birthday: YearDay | None,
    known: tuple[str, YearDay] | None,
) -> None:
    """Change a person with roles and birthday in one action."""
    people.change_person(change, person.id, fields)
    account_id = fields.get("account_id", person.account_id)
    if person.account_id and person.account_id != account_id:
        people.set_roles(change, person.id, person.account_id, ())
    if account_id:
        people.set_roles(change, person.id, account_id, roles)
    if birthday and known:
        occasions.change_occasion(change, known[0], _occasion(birthday))
    elif birthday:
        occasions.add_occasion(change, {"person_id": person.id, **_occasion(birthday)})
    elif known:
        occasions.remove_occasion(change, known[0])


def preference(line: str) -> dict[str, str]:
    """A line such as “忌讳：不吃辣” as a preference; a line without a known kind is one of kind ``other``."""
    head, mark, _rest = line.replace("：", ":").partition(":")
    by_word = {word.casefold(): key for key, word in choices(PREFERENCE_KINDS).items()}
    by_word |= {word.casefold(): key for key, word in PREFERENCE_KINDS.items()}
    by_word |= {_("Gift").casefold(): "gift", **{key: key for key in PREFERENCE_KINDS}}
    kind = by_word.get(head.strip().casefold()) if mark else None
    text = line[len(head) + 1 :].strip() if kind else ""
    return {"kind": kind or "other", "text": text or line.strip()}


def _occasion(day: YearDay) -> dict[str, object]:
    return {
        "kind": "birthday",
        "month": day.month,
        "day": day.day,
        "year": day.year,
        "calendar": day.calendar,
        "leap_month": day.leap_month,
    }
