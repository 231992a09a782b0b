"""What a line says of a record that was found: the pieces that make it recognisable, one noun after another."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from karep.db.views.finding import Hit
from karep.db.views.found import BETWEEN_NAMES
from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports import words as say
from karep.rules.clock import Clock
from karep.rules.periods import period_label, read_period
from karep.rules.privacy import is_private, outward
from karep.rules.searching.match import Kind
from karep.rules.vocabulary import (
    ACCOUNT_STATUSES,
    LESSONS,
    OBJECTION_OUTCOMES,
    OWED_BY,
    PREFERENCE_KINDS,
    REPORT_PARTS,
    TOUCH_KINDS,
)


@frozen
class Said:
    """A piece of a line."""

    name: str
    text: str
    kind: Kind | None = None
    """How the query is looked for in it; None where it is not."""
    field: str = ""
    """The field that it is."""


@frozen
class Scene:
    """For whom the lines are, and when."""

    clock: Clock
    private: bool
    """Whether what is private is told."""

    def tells(self, hit: Hit, field: str) -> bool:
        """Whether what is in a field may be shown."""
        return self.private or not is_private(hit.noun, field, hit.fields | {"person_id": hit.person_id})

    def told(self, text: str) -> str:
        """A text without the lines that are said in confidence, unless what is private is told."""
        return text if self.private else outward(text)

    def day(self, text: str | None) -> str:
        """A stored day in words."""
        day = say.read_day(text)
        return say.day_words(day, self.clock.today) if day else ""

    def moment(self, text: str | None) -> str:
        """The local day of a stored moment in words."""
        day = say.read_local_day(text, self.clock.zone)
        return say.day_words(day, self.clock.today) if day else ""


Fields = Mapping[str, Any]


def _of(names: Mapping[str, str], key: str) -> str:
    """The word for a key of a closed list; a key of a later version as it is."""
    return _(names[key]) if key in names else key


def _first(fields: Fields, name: str, *choices: str, kind: Kind) -> Said:
    """The first of some fields that says anything."""
    field = next((one for one in choices if fields[one]), choices[0])
    return Said(name, fields[field] or "", kind, field)


def _account(fields: Fields, scene: Scene) -> list[Said]:
    short = fields["short_name"] if fields["short_name"] != fields["name"] else None
    status = "" if fields["status"] == "active" else _of(ACCOUNT_STATUSES, fields["status"])
    return [
        Said("name", fields["name"], "name", "name"),
        Said("short", short or "", "name", "short_name"),
        Said("tier", say.tier_words(fields["tier"]) if fields["tier"] else ""),
        Said("status", status),
        _first(fields, "city", "city", "region", kind="text"),
        Said("industry", fields["industry"] or "", "text", "industry"),
    ]


def _person(fields: Fields, scene: Scene) -> list[Said]:
    address = fields["form_of_address"] or ""
    return [
        Said("name", fields["name"], "name", "name"),
        Said("address", address if address not in fields["name"] else "", "name", "form_of_address"),
        _first(fields, "title", "title", "department", kind="text"),
        Said("account", fields["account_name"] or _("no account"), "name"),
        _first(fields, "phone", "mobile", "phone", kind="phone"),
        Said("left", _("left") if fields["left_on"] else ""),
    ]


def _opportunity(fields: Fields, scene: Scene) -> list[Said]:
    is_open = fields["status"] == "open"
    return [
        Said("name", fields["name"], "name", "name"),
        Said("account", fields["account_name"] or "", "name"),
        Said("stage", say.stage_words(fields["stage"]) if is_open else say.status_words(fields["status"])),
        Said("amount", say.amount_words(fields["amount"], fields["currency"])),
    ]


def _touch(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", scene.moment(fields["at"])),
        Said("account", fields["account_name"] or "", "name"),
        Said("kind", _of(TOUCH_KINDS, fields["kind"])),
        Said("who", _(", ").join((fields["people"] or "").split(BETWEEN_NAMES)), "name"),
        _first(fields, "what", "summary", "purpose", kind="text"),
    ]


def _promise(fields: Fields, scene: Scene) -> list[Said]:
    kept = _("kept") if fields["kept_at"] else _("broken") if fields["broken_at"] else ""
    return [
        Said("owed", _of(OWED_BY, fields["owed_by"])),
        Said("account", fields["account_name"] or "", "name"),
        Said("what", fields["what"], "text", "what"),
        Said("who", fields["person_name"] or "", "name"),
        Said("when", kept or (_("by {day}").format(day=scene.day(fields["due"])) if fields["due"] else _("open"))),
    ]


def _follow_up(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", _("done") if fields["done_at"] else scene.day(fields["due"])),
        Said("account", fields["account_name"] or "", "name"),
        Said("what", fields["what"], "text", "what"),
        Said("who", fields["person_name"] or "", "name"),
    ]


def _preference(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("who", fields["person_name"] or "", "name"),
        Said("account", fields["account_name"] or "", "name"),
        Said("kind", _of(PREFERENCE_KINDS, fields["kind"])),
        Said("what", fields["text"], "text", "text"),
    ]


def _fact(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("account", fields["person_name"] or fields["account_name"] or "", "name"),
        Said("name", fields["name"], "text", "name"),
        Said("what", fields["value"] or "", "text", "value"),
        Said("when", scene.day(fields["dated"])),
    ]


def _objection(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", scene.moment(fields["at"])),
        Said("account", fields["account_name"] or "", "name"),
        _first(fields, "what", "words", "answer", kind="text"),
        Said("state", _of(OBJECTION_OUTCOMES, fields["outcome"])),
    ]


def _need(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", scene.moment(fields["at"])),
        Said("account", fields["account_name"] or "", "name"),
        Said("what", fields["what"], "text", "what"),
        Said("who", fields["person_name"] or "", "name"),
        Said("state", _("not voiced yet") if fields["hidden"] else ""),
    ]


def _competitor(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", scene.moment(fields["at"])),
        Said("account", fields["account_name"] or "", "name"),
        Said("name", fields["name"], "name", "name"),
        Said("what", fields["note"] or "", "text", "note"),
    ]


def _concession(fields: Fields, scene: Scene) -> list[Said]:
    return [
        Said("when", scene.moment(fields["made_at"]) if fields["made_at"] else ""),
        Said("account", fields["account_name"] or "", "name"),
        _first(fields, "what", "give", "get", kind="text"),
        Said("name", fields["deal_name"] or "", "name"),
        Said("state", "" if fields["made_at"] else _("planned")),
    ]


def _remark(fields: Fields, scene: Scene) -> list[Said]:
    period = read_period(fields["period"])
    part = "" if fields["lesson"] else _of(REPORT_PARTS, fields["part"])
    return [
        Said("when", period_label(period, language()) if period else fields["period"]),
        Said("account", fields["account_name"] or "", "name"),
        Said("what", fields["text"], "text", "text"),
        Said("kind", part or _("Lesson: {kind}").format(kind=_of(LESSONS, fields["lesson"]))),
        Said("stage", say.stage_words(fields["stage"]) if fields["stage"] else ""),
    ]


SAID: Final[dict[str, Callable[[Fields, Scene], list[Said]]]] = {
    "account": _account,
    "person": _person,
    "opportunity": _opportunity,
    "touch": _touch,
    "promise": _promise,
    "follow_up": _follow_up,
    "preference": _preference,
    "fact": _fact,
    "objection": _objection,
    "need": _need,
    "competitor": _competitor,
    "concession": _concession,
    "remark": _remark,
}
"""What a line says, by noun."""
