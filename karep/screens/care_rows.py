"""For whom something is done for an important day, as rows, and all that must be known of the highlighted one."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from textual.content import Content

from karep.db.views.care import Care
from karep.db.views.gifts import Gift
from karep.db.views.people import Preference
from karep.i18n import _, language
from karep.reports.care_festivals import Cared
from karep.reports.care_who import Known, total_words
from karep.reports.care_words import DONE, act_words, step_words
from karep.reports.words import day_words, tier_words
from karep.rules.care import Step
from karep.rules.gifts import Allowance
from karep.rules.money import format_amount
from karep.rules.privacy import MASK
from karep.rules.rest_days import RestDays
from karep.rules.vocabulary import PREFERENCE_KINDS, TOUCH_KINDS
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.section_list import Section

_SIGNS: Final[dict[str, tuple[str, Tone]]] = {"late": ("!", "error"), "due": ("●", "warning")}
AVOID: Final = "✗"


def care_columns() -> tuple[Column, ...]:
    """State, account, who, what is to be done."""
    return (
        Column("sign", "", width=1, priority=9),
        Column("account", _("Account"), width=14, fraction=2, priority=8),
        Column("who", _("Who"), width=12, fraction=2, priority=7),
        Column("todo", _("What is next"), width=24, fraction=3, priority=9),
        Column("done", _("Done"), width=4, priority=6),
    )


def cared_sections(rows: Sequence[Cared], today: date, rest: RestDays, idle: str, nothing: str) -> list[Section]:
    """Those for whom something is due, those for whom something comes later, those who are settled.

    Args:
        rows: All of them.
        today: The rep's day.
        rest: Which days are free.
        idle: What stands where nothing is proposed.
        nothing: What stands in an empty list.
    """
    asked = [one for one in rows if any(step.is_asked for step in one.steps)]
    settled = [one for one in rows if one.is_settled]
    later = [one for one in rows if one not in asked and one not in settled]

    def section(title: str, some: Sequence[Cared], note: str = "") -> Section:
        named = f"{title} ({len(some)})" if some else title
        return Section(named, {one.key: _row(one, today, rest, idle) for one in some}, note)

    return [
        section(_("Now"), asked, "" if rows else nothing),
        section(_("Still ahead"), later),
        section(_("Planned, done or left out"), settled),
    ]


def _row(one: Cared, today: date, rest: RestDays, idle: str) -> Row:
    states = {step.state for step in one.steps}
    sign, tone = next((_SIGNS[state] for state in ("late", "due") if state in states), ("", ""))
    if one.is_settled:
        sign, tone = DONE, "success"
    title = f" {one.person_title}" if one.person_title else ""
    done = sum(step.state in ("done", "left_out") for step in one.steps)
    return Row(
        {
            "sign": Cell(sign, tone),
            "account": one.account_name or "–",
            "who": f"{one.person_name}{title}" if one.person_name else Cell(_("nobody yet"), "muted"),
            "todo": Cell(todo_words(one, today, rest) or idle, tone),
            "done": Cell(f"{done}/{len(one.steps)}" if one.steps else "", "muted"),
        },
        "muted" if one.is_settled else "",
    )


def todo_words(one: Cared, today: date, rest: RestDays) -> str:
    """What is to be done next, how everything ended where nothing is; nothing where nothing is proposed."""
    planned = {care.act: care.planned_for for care in one.cares}
    open_steps = [step for step in one.steps if step.is_open]
    shown: Sequence[Step] = [step for step in open_steps if step.is_asked] or open_steps[:1] or one.steps
    told = [step_words(step, today, rest, planned.get(step.act), brief=True) for step in shown]
    told += [act_words(care.act) + f" {DONE}" for care in one.cares if not one.steps and care.state == "done"]
    return _("; ").join(told)


# --- what to know ------------------------------------------------------------------------------------------------


def known_lines(one: Cared, known: Known, allowance: Allowance, rest: RestDays, eyes: Eyes) -> list[Content]:
    """What to avoid first, then government, what is due, what was noted, gifts, likes, the last greeting."""
    today = eyes.today
    tier = tier_words(one.tier) if one.tier else ""
    named = (one.person_name, one.person_title, one.account_name, tier)
    who = " · ".join(one_line(part) for part in named if part)
    lines = [assemble((who, "bold"))]
    lines += [_preference(each, eyes, (f"{AVOID} ", "bold $text-error")) for each in known.taboos]
    if known.government:
        lines.append(assemble(("⚠ ", "bold $text-warning"), _("Serves the state: no gift without approval.")))
    told = [step_words(step, today, rest) for step in one.steps if step.is_open]
    lines += [assemble(("→ ", "$text-accent"), _("; ").join(told))] if told else []
    lines += [_noted(each, today, eyes) for each in one.cares]
    if one.met is not None and all(each.act != "visit" or each.planned_for for each in one.cares):
        words = _("{act}: met {day}").format(act=act_words("visit"), day=day_words(one.met, today))
        lines.append(assemble((f"{DONE} ", "$text-success"), words))
    lines += _gift_lines(known, allowance, eyes)
    lines += [_preference(each, eyes, ("", "")) for each in known.likes]
    if known.greeting is not None and known.greeting.id not in {each.id for each in one.cares}:
        lines.append(_last(known.greeting, eyes))
    if not (known.taboos or known.likes):
        lines.append(assemble((_("No preference is known: ask, and note it."), "$text-muted")))
    return lines


def _preference(one: Preference, eyes: Eyes, sign: tuple[str, str]) -> Content:
    text = one_line(eyes.text("preference", "text", one.text, privacy=one.privacy))
    return assemble(sign, (f"{_(PREFERENCE_KINDS.get(one.kind, one.kind))}: ", "$text-muted"), text)


def _gift_lines(known: Known, allowance: Allowance, eyes: Eyes) -> list[Content]:
    if eyes.hides("gift", "item"):
        return [assemble((f"{act_words('gift')}: ", "$text-muted"), MASK)] if known.gifts else []
    told = [_gift(one) for one in known.gifts]
    total = total_words(known, allowance)
    line = assemble(
        (_("Gifts: "), "$text-muted"), one_line(" · ".join(told)) or _("none yet"), f" ({total})" if total else ""
    )
    return [line]


def _gift(one: Gift) -> str:
    value = "" if one.value is None else format_amount(one.value, language(), currency=one.currency or "")
    return " ".join(filter(None, (str(one.year), one.item, value)))


def _noted(one: Care, today: date, eyes: Eyes) -> Content:
    """What was noted for this day: how, the words, what came back."""
    if one.skipped:
        why = eyes.text("care", "text", one.text or "")
        return assemble(("– ", "$text-muted"), _("{act} left out").format(act=act_words(one.act)), f": {one_line(why)}")
    if one.planned_for:
        day = day_words(date.fromisoformat(one.planned_for), today)
        return assemble(("→ ", "$text-accent"), _("{act} planned {day}").format(act=act_words(one.act), day=day))
    day = day_words(eyes.day_of(one.done_at), today)
    channel = _(TOUCH_KINDS[one.channel]) if one.channel in TOUCH_KINDS else ""
    head = " · ".join(filter(None, (f"{act_words(one.act)} {day}", channel, one.person_name)))
    return assemble((f"{DONE} ", "$text-success"), one_line(head), *_said(one, eyes))


def _last(one: Care, eyes: Eyes) -> Content:
    year = _("Last greeting ({year}): ").format(year=one.year)
    return assemble((year, "$text-muted"), *_said(one, eyes)[1:])


def _said(one: Care, eyes: Eyes) -> list[str]:
    """The words that went out and those that came back."""
    text, reply = (one_line(eyes.text("care", name, getattr(one, name) or "")) for name in ("text", "reply"))
    answer = _(" → “{reply}”").format(reply=reply) if reply else ""
    return [": ", f"“{text}”{answer}"] if text else ["", answer] if answer else []
