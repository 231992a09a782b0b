"""What an account's page shows, as rows: what is ahead, what is known, and all of it in words. Ids are ``noun:id``."""

from collections.abc import Iterable
from typing import Final

from karep.db.views.accounts import Account
from karep.db.views.facts import Fact
from karep.db.views.follow_ups import FollowUp
from karep.db.views.objections import Objection
from karep.db.views.occasions import Occasion
from karep.db.views.opportunities import Opportunity
from karep.db.views.people import Person, Preference
from karep.db.views.promises import Promise
from karep.db.views.timeline import TimelineItem
from karep.db.words import field_name
from karep.i18n import _, language
from karep.reports.promise_words import promise_order, promise_words
from karep.reports.words import rhythm_words, status_words, there_words
from karep.rules.money import format_amount
from karep.rules.privacy import PHONES
from karep.rules.vocabulary import (
    OWED_BY,
    PREFERENCE_KINDS,
    stage_name,
)
from karep.screens.deal_words import missing_step_words
from karep.screens.people_rows import occasion_details, person_words
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.tier_rows import tier_fields
from karep.screens.timeline_words import item_words
from karep.screens.widgets.columns import Cell, Row, Tone
from karep.screens.widgets.section_list import Section


def ahead_sections(
    follow_ups: Iterable[FollowUp],
    promises: Iterable[Promise],
    deals: Iterable[Opportunity],
    objections: Iterable[Objection],
    eyes: Eyes,
) -> list[Section]:
    """Promises, ours overdue first; next steps, deals, open objections."""
    owed = sorted(promises, key=lambda one: promise_order(one, eyes.today))
    return [
        Section(_("Promises"), {f"promise:{one.id}": promise_row(one, eyes) for one in owed}),
        Section(
            _("Next steps"),
            {f"follow_up:{one.id}": follow_up_row(one, eyes) for one in follow_ups},
            _("Nothing planned: press f to follow up."),
        ),
        Section(
            _("Deals"),
            {f"opportunity:{one.id}": _deal_row(one, eyes) for one in deals},
            _("No deal yet: press g to open one."),
        ),
        Section(
            _("Open objections"),
            {f"objection:{one.id}": _objection_row(one, eyes) for one in objections if one.outcome == "open"},
        ),
    ]


def follow_up_row(one: FollowUp, eyes: Eyes) -> Row:
    """A follow-up: when, and what."""
    tone: Tone = "error" if eyes.due(one)[0] < eyes.today else "accent"
    return Row({"when": Cell(eyes.when_due(one), tone), "what": one_line(_follow_up_words(one, eyes))})


def _follow_up_words(one: FollowUp, eyes: Eyes) -> str:
    """What, how often it comes again, the clock where it takes place if that is not the rep's, and with whom."""
    parts = (one.what, rhythm_words(one.repeat), there_words(one, *eyes.due(one)), one.person_name)
    return eyes.words(" · ".join(filter(None, parts)))


def promise_row(one: Promise, eyes: Eyes) -> Row:
    """A promise: when it is due, and what."""
    due = Cell(_promise_due(one, eyes), "error" if eyes.is_late(one.due) else "")
    return Row({"when": due, "what": one_line(_promise_words(one, eyes))})


def _promise_due(one: Promise, eyes: Eyes) -> str:
    if not one.due:
        return "–"
    return f"{'! ' if eyes.is_late(one.due) else ''}{eyes.on(one.due)}"


def _promise_words(one: Promise, eyes: Eyes) -> str:
    return eyes.words(f"{_(OWED_BY[one.owed_by])}: {promise_words(one, eyes.clock)}")


def _deal_row(one: Opportunity, eyes: Eyes) -> Row:
    amount = format_amount(one.amount, language(), currency=one.currency or "", short=True) if one.amount else ""
    state = stage_name(one.stage) if one.status == "open" else status_words(one.status)
    return Row(
        {
            "when": Cell(f"{one.stage} {state}", "accent" if one.status == "open" else "muted"),
            "what": one_line(" · ".join(filter(None, (missing_step_words(one, eyes.today), one.name, amount)))),
        }
    )


def _objection_row(one: Objection, eyes: Eyes) -> Row:
    return Row({"when": Cell(_("Unanswered"), "warning"), "what": one_line(eyes.words(one.words or one.card or ""))})


_BASIC: Final = (
    "short_name", "industry", "kind", "region", "city", "district", "country", "address", "postal_code", "phone",
    "email", "website", "owner", "backup", "lead_source", "tags", "external_id", "note",
)  # fmt: skip


def known_sections(account: Account, facts: Iterable[Fact], eyes: Eyes) -> list[Section]:
    """The account's own fields and the facts that sheets brought."""
    fields = {
        f"account:{account.id}:{name}": Row(
            {"when": Cell(field_name(name), "muted"), "what": one_line(_account_words(name, str(value), eyes))}
        )
        for name in _BASIC
        if (value := getattr(account, name))
    }
    if account.parent_name:
        fields[f"account:{account.id}:parent"] = Row(
            {"when": Cell(field_name("parent_id"), "muted"), "what": one_line(account.parent_name)}
        )
    if account.annual_revenue is not None:
        shown = format_amount(account.annual_revenue, language(), short=True)
        fields[f"account:{account.id}:revenue"] = Row(
            {"when": Cell(field_name("annual_revenue"), "muted"), "what": shown}
        )
    fields |= tier_fields(account, eyes)
    if account.employees is not None:
        fields[f"account:{account.id}:employees"] = Row(
            {"when": Cell(field_name("employees"), "muted"), "what": f"{account.employees:,}"}
        )
    extra = {
        f"fact:{one.id}": Row(
            {"when": Cell(one_line(_fact_name(one)), "muted"), "what": one_line(_fact_value(one, eyes))}
        )
        for one in facts
    }
    return [Section(_("About"), fields, _("Nothing more is known.")), Section(_("From sheets"), extra)]


def _fact_name(fact: Fact) -> str:
    """What a fact is about: of a person's, whose it is."""
    return f"{fact.person_name} · {fact.name}" if fact.person_name else fact.name


def _fact_value(fact: Fact, eyes: Eyes) -> str:
    return eyes.text("fact", "value", fact.value or "", person_id=fact.person_id)


def _account_words(field: str, value: str, eyes: Eyes) -> str:
    return eyes.phone(value) if field in PHONES else eyes.text("account", field, value)


def details(
    people: Iterable[Person],
    preferences: Iterable[Preference],
    occasions: Iterable[Occasion],
    timeline: Iterable[TimelineItem],
    facts: Iterable[Fact],
    follow_ups: Iterable[FollowUp],
    promises: Iterable[Promise],
    eyes: Eyes,
) -> dict[str, str]:
    """What a row has no room for, whole, by the row's id."""
    found = {f"person:{one.id}": person_words(one, eyes) for one in people}
    for preference in preferences:
        kind = _(PREFERENCE_KINDS[preference.kind])
        text = eyes.text("preference", "text", preference.text, privacy=preference.privacy)
        found[f"preference:{preference.id}"] = f"{kind}: {text}"
    for occasion in occasions:
        found[f"occasion:{occasion.id}"] = occasion_details(occasion, eyes)
    for item in timeline:
        told = item_words(item, eyes)
        secret = f" · ▲ {field_name('private_note')}: {told.secret}" if told.secret else ""
        found[item.key] = f"{told.kind} · {told.text}{secret}"
    for step in follow_ups:
        found[f"follow_up:{step.id}"] = f"{eyes.when_due(step)} · {_follow_up_words(step, eyes)}"
    for promise in promises:
        # a promise stands in the timeline too; this says more of it
        found[f"promise:{promise.id}"] = f"{_promise_due(promise, eyes)} · {_promise_words(promise, eyes)}"
    found |= {f"fact:{one.id}": f"{_fact_name(one)}: {_fact_value(one, eyes)}" for one in facts}
    return found
