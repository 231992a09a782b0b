"""Texts that break programs: our own, and those that nobody here wrote where they are at hand."""

from typing import Any, Final

from karep.db.change import Change
from karep.db.models import BY_NOUN
from tests.real import naughty_texts

OURS: Final = (
    "[/oops] Ltd",
    "[@click=app.quit]press me[/]",
    "[VIP] client",
    "[b",
    "[/",
    "[]",
    "[red]red[/red] [#1234]",
    "\\[x]\\",
    "$name {name} %s {0}",
    "\x1b[2J\x1b[31mred\x1b]52;c;cHduZWQ=\x07",
    "\x1b]0;PWNED\x07\x9b31m\x9d0;PWNED\x9c",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "a\x00b\x07\x08\x7f",
    "line one\nline two\r\nline three\rfour\tfive",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE account; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "👩‍👩‍👧‍👦 🏳️‍🌈 é é ﷽ ",
    "客户名称（很长）" * 12,
    "ＡＢＣ　全角",
    "word " * 60,
    "x" * 390,
    "\ud800half",
)


def hostile_texts() -> list[str]:
    """All hostile texts that are at hand, none of them blank."""
    return [*OURS, *(text for text in naughty_texts() if text.strip())]


def fill(change: Change, texts: list[str], today: str = "2026-11-21") -> list[str]:
    """One account a text with a record of every noun, each of whose free texts is that text; the accounts' ids."""
    made = []
    for number, text in enumerate(texts):
        cut = text[:380]
        account = change.add("account", _texts("account", cut) | {"tier": "gold", "match_key": cut})
        person = change.add("person", _texts("person", cut) | {"account_id": account, "stance": 1, "strength": 3})
        stage = f"S{number % 8 + 1}"
        deal = change.add("opportunity", _texts("opportunity", cut) | {"account_id": account, "stage": stage})
        touch = change.add("touch", _texts("touch", cut) | {"account_id": account, "at": f"{today}T01:00:00Z"})
        about = {"account_id": account, "person_id": person, "opportunity_id": deal, "touch_id": touch}
        rest: dict[str, dict[str, Any]] = {
            "role": {"role": "user"},
            "preference": {"kind": "taboo"},
            "occasion": {"month": 11, "day": 25},
            "attendance": {},
            "promise": {"due": "2026-11-20"},
            "follow_up": {"due": today},
            "stage_change": {"from_stage": "S1", "to_stage": "S2", "at": f"{today}T02:00:00Z"},
            "tick": {"at": f"{today}T02:00:00Z"},
            "objection": {"at": f"{today}T02:00:00Z"},
            "need": {"at": f"{today}T02:00:00Z"},
            "competitor": {"at": f"{today}T02:00:00Z"},
            "fact": {},
            "concession": {},
            "member": {},
            "tier_change": {"from_tier": "vip", "to_tier": "gold", "at": f"{today}T02:00:00Z"},
            "gift": {"given_on": today},
            "care": {"year": 2026, "act": "greeting", "done_at": f"{today}T02:00:00Z"},
            "snooze": {"about": "cadence", "until": today},
            "remark": {"period": "2026-W47", "part": "market"},
            "rewording": {"period": "2026-W47"},
            "target": {"period": "2026-W47", "measure": "visits", "value": 3},
        }
        for noun, values in rest.items():
            known = BY_NOUN[noun].model_fields
            links = {name: value for name, value in about.items() if name in known}
            change.add(noun, _texts(noun, cut) | links | values)
        made.append(account)
    return made


_CLOSED: Final = {
    "id", "created_at", "changed_at", "removed_at", "tier", "status", "stage", "buyer_stage", "role", "kind", "privacy",
    "calendar", "owed_by", "outcome", "zone", "due_time", "repeat", "unmet", "from_stage", "to_stage", "at", "kept_at",
    "broken_at", "done_at", "match_key", "search_key", "concerns", "made_at", "joined_at",
    "tier_origin", "from_tier", "to_tier", "origin", "scheme", "leap_rule", "act", "channel", "about", "part",
    "lesson", "period", "measure", "sequence",
}  # fmt: skip

_OWN_IDS: Final = {"external_id", "item_id", "answer_id"}
"""Ids that are words of their own, and point to no record."""


def _texts(noun: str, text: str) -> dict[str, Any]:
    """The text for every free text field of a noun."""
    closed = _CLOSED - {"account": {"kind"}, "touch": {"outcome"}, "follow_up": {"origin"}}.get(noun, set())
    fields = BY_NOUN[noun].model_fields
    texts = (name for name, field in fields.items() if "str" in str(field.annotation))
    free = (name for name in texts if name in _OWN_IDS or not name.endswith("_id"))
    return {name: text for name in free if name not in closed}
