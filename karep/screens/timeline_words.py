"""How an item of a timeline is put into words, for the page of an account and for the timeline itself."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from karep.db.views.timeline import TimelineItem
from karep.db.words import field_name, noun_name
from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports.promise_words import moved_words
from karep.reports.tick_signs import SKIPPED, TICKED
from karep.reports.words import stage_words, status_words
from karep.rules.day_words import MONTH_NAMES, describe_day
from karep.rules.festivals import festival_name
from karep.rules.privacy import MASK
from karep.rules.vocabulary import GIFT_KINDS, OBJECTION_OUTCOMES, OWED_BY, PREFERENCE_KINDS, TOUCH_KINDS
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.widgets.columns import Cell, Row, Tone

BETWEEN: Final = " · "
_DAY: Final = len("2026-11-20")


@frozen
class ItemWords:
    """An item as these eyes may see it."""

    kind: str
    """What it is, in a word or two."""
    text: str
    """The whole of it, on one line of any length."""
    sign: str = "·"
    """Says the state beside the colour; the words say it too."""
    tone: Tone = ""
    secret: str = ""
    """What was said in confidence; nothing while what is private is hidden."""


def timeline_rows(items: Iterable[TimelineItem], eyes: Eyes) -> dict[str, Row]:
    """Items as rows of three columns: day, kind, what."""
    return {item.key: _row(item, item_words(item, eyes), eyes) for item in items}


def _row(item: TimelineItem, words: ItemWords, eyes: Eyes) -> Row:
    day = describe_day(item_day(item, eyes), eyes.today, language())
    return Row({"day": Cell(day, "muted"), "kind": Cell(words.kind, "accent"), "what": one_line(words.text)})


def item_day(item: TimelineItem, eyes: Eyes) -> date:
    """The local day of an item."""
    return date.fromisoformat(item.at) if len(item.at) == _DAY else eyes.day_of(item.at)


def month_heading(day: date) -> str:
    """The month of a day with its year."""
    return f"{day.year}年{day.month}月" if language() == "zh" else f"{MONTH_NAMES[day.month - 1]} {day.year}"


def item_words(item: TimelineItem, eyes: Eyes) -> ItemWords:
    """An item in words; what is private is masked while it is hidden."""
    tell = _TOLD[item.kind]
    return tell(item, eyes)


def _joined(*parts: str | None) -> str:
    return BETWEEN.join(part for part in parts if part)


def _people(item: TimelineItem) -> str:
    return ("、" if language() == "zh" else ", ").join(name for _id, name in item.people)


def _rest(item: TimelineItem, eyes: Eyes) -> Iterator[str]:
    """What else is known, each with the word for its field; last the deal."""
    for field, value in item.told:
        yield f"{field_name(field)}: {eyes.words(value)}"
    if item.opportunity_name:
        yield eyes.words(item.opportunity_name)


def _touch(item: TimelineItem, eyes: Eyes) -> ItemWords:
    kind = _(TOUCH_KINDS.get(item.variety or "", TOUCH_KINDS["other"]))
    if eyes.hides("touch", "summary", kind=item.variety):
        return ItemWords(kind, _joined(_people(item), MASK), "●")
    outcome = item.outcome and f"→ {item.outcome}"
    told = (eyes.words(text) for text in (item.title, item.text, outcome) if text)
    secret = "" if eyes.hides("touch", "private_note", kind=item.variety) else item.in_confidence or ""
    return ItemWords(kind, _joined(_people(item), *told, *_rest(item, eyes)), "●", secret=secret)


def promise_state(due: str | None, kept_at: str | None, broken_at: str | None, eyes: Eyes) -> str:
    """A promise's state in words."""
    if kept_at:
        return _("kept")
    if broken_at:
        return _("broken")
    if due is None:
        return _("open")
    word = _("overdue since {day}") if eyes.is_late(due) else _("by {day}")
    return word.format(day=eyes.on(due))


def _promise(item: TimelineItem, eyes: Eyes) -> ItemWords:
    state = promise_state(item.due, item.kept_at, item.broken_at, eyes)
    late = eyes.is_late(item.due) and not item.kept_at and not item.broken_at
    sign = "✓" if item.kept_at else "✗" if item.broken_at else "!" if late else "○"
    tone: Tone = "success" if item.kept_at else "error" if item.broken_at or late else "accent"
    kind = _(OWED_BY.get(item.variety or "", OWED_BY["us"]))
    text = _joined(
        eyes.words(item.title or ""),
        state,
        moved_words(item.moves, None, eyes.today),
        _people(item),
        *_rest(item, eyes),
    )
    return ItemWords(kind, text, sign, tone)


def _follow_up_done(item: TimelineItem, eyes: Eyes) -> ItemWords:
    text = _joined(
        eyes.words(item.title or ""), _people(item), moved_words(item.moves, None, eyes.today), *_rest(item, eyes)
    )
    return ItemWords(_("Follow-up done"), text, "✓", "muted")


def _stage_change(item: TimelineItem, eyes: Eyes) -> ItemWords:
    move = f"{stage_words(item.from_stage or '')} → {stage_words(item.to_stage or '')}"
    text = _joined(eyes.words(item.title or ""), move, eyes.words(item.text or ""))
    return ItemWords(_("Stage"), text, "▸", "accent")


def _closing(item: TimelineItem, eyes: Eyes) -> ItemWords:
    open_again = item.variety == "open"
    kind = _("Open again") if open_again else status_words(item.variety or "open")
    sign = {"won": "★", "lost": "✗"}.get(item.variety or "", "▸")
    tone: Tone = "success" if item.variety == "won" else "accent" if open_again else "warning"
    return ItemWords(kind, _joined(eyes.words(item.title or ""), eyes.words(item.text or "")), sign, tone)


def _tick(item: TimelineItem, eyes: Eyes) -> ItemWords:
    from karep.screens.stage_dialogs import item_words as checklist_words

    skipped = item.variety == "skipped"
    kind = _("Not applicable") if skipped else _("Ticked")
    items = [checklist_words(one) for one in (item.title or "").split("\n")]
    text = _joined(*items, eyes.words(item.text or ""), item.outcome and f"({item.outcome})")
    return ItemWords(kind, text, SKIPPED if skipped else TICKED, "muted")


def _objection(item: TimelineItem, eyes: Eyes) -> ItemWords:
    from karep.playbook.objection_words import names_answer

    state = _(OBJECTION_OUTCOMES.get(item.variety or "", OBJECTION_OUTCOMES["open"]))
    told = dict(item.told)
    answer_id, own = told.pop("answer_id", ""), item.outcome or ""
    own = "" if names_answer(answer_id, own) else own
    answer = " · ".join(filter(None, (_answer(answer_id), eyes.words(own))))
    rest = _rest(replace(item, told=tuple(told.items())), eyes)
    text = _joined(_people(item), eyes.words(item.text or _card(item.title)), state, answer and f"→ {answer}", *rest)
    is_open = item.variety == "open"
    return ItemWords(_("Objection"), text, "!" if is_open else "·", "warning" if is_open else "")


def _answer(answer_id: str) -> str:
    """What the answer of a card that was used is called."""
    from karep.playbook.shelf import playbook

    answer = playbook(language()).answer(answer_id)
    return answer.name if answer else answer_id


def _card(card_id: str | None) -> str:
    """The title of the card of an objection whose own words were not noted."""
    from karep.playbook.shelf import playbook

    card = playbook(language()).objections.get(card_id or "")
    return card.name if card else card_id or ""


def _concession(item: TimelineItem, eyes: Eyes) -> ItemWords:
    """What was given and what came back; the price after it stands in the deal's plan only."""
    give = eyes.text("concession", "give", item.title or "")
    get = eyes.text("concession", "get", item.text or "") or _("nothing in return")
    return ItemWords(noun_name("concession"), _joined(f"{give} ↔ {get}", _people(item), *_rest(item, eyes)), "↔")


def _given(item: TimelineItem, eyes: Eyes) -> ItemWords:
    """A gift: who got it; what it was and for which festival is nobody else's business."""
    kind = _(GIFT_KINDS.get(item.variety or "", GIFT_KINDS["gift"]))
    if eyes.hides("gift", "item"):
        return ItemWords(kind, _joined(_people(item), MASK), "◇")
    approved = f"{field_name('approver')}: {eyes.words(item.outcome)}" if item.outcome else ""
    festival = festival_name(item.text, language()) if item.text else ""
    return ItemWords(kind, _joined(_people(item), eyes.words(item.title or ""), festival, approved), "◇")


def _need(item: TimelineItem, eyes: Eyes) -> ItemWords:
    hidden = f"({field_name('hidden')})" if item.variety == "hidden" else ""
    text = _joined(_people(item), eyes.words(item.title or ""), hidden, *_rest(item, eyes))
    return ItemWords(noun_name("need"), text)


def _competitor(item: TimelineItem, eyes: Eyes) -> ItemWords:
    text = _joined(eyes.words(item.title or ""), eyes.words(item.text or ""), *_rest(item, eyes))
    return ItemWords(noun_name("competitor"), text, tone="warning")


def _fact(item: TimelineItem, eyes: Eyes) -> ItemWords:
    whose = item.people[0][0] if item.people else None
    value = eyes.text("fact", "value", item.text or "", person_id=whose)
    source = eyes.words(item.outcome or "")
    return ItemWords(noun_name("fact"), _joined(_people(item), f"{eyes.words(item.title or '')}: {value}", source))


def _preference(item: TimelineItem, eyes: Eyes) -> ItemWords:
    kind = _(PREFERENCE_KINDS.get(item.variety or "", PREFERENCE_KINDS["other"]))
    text = eyes.text("preference", "text", item.text or "", privacy=item.outcome)
    return ItemWords(kind, _joined(_people(item), text))


def _import(item: TimelineItem, eyes: Eyes) -> ItemWords:
    name = eyes.words(item.title or "")
    if item.variety == "add":
        sentence = _("First brought in from {name}") if name else _("First brought in from a sheet")
    else:
        sentence = _("Imported from {name}") if name else _("Imported from a sheet")
    return ItemWords(_("Import"), sentence.format(name=name), "⇣", "muted")


_TOLD: Final = {
    "touch": _touch,
    "gift": _touch,
    "promise": _promise,
    "follow_up_done": _follow_up_done,
    "stage_change": _stage_change,
    "closing": _closing,
    "tick": _tick,
    "objection": _objection,
    "concession": _concession,
    "given": _given,
    "need": _need,
    "competitor": _competitor,
    "fact": _fact,
    "preference": _preference,
    "import": _import,
}
