"""What a report does not tell because it is nobody else's business: for the rep, in words."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from karep.i18n import _, ngettext
from karep.reports.report import WITHHELD, Report, Withheld


class LeftOut(NamedTuple):
    """One record of which something is left out, for the rep's own eyes."""

    why: str
    """One of `karep.reports.report.WITHHELD`."""
    noun: str
    record_id: str
    words: str
    """Which record, and which fields of it."""


def withheld_counts(report: Report) -> dict[str, int]:
    """Of how many records something is left out, by reason, in the order of `WITHHELD`."""
    found = Counter(why for why, _noun, record_id in _by_record(report.withheld) if record_id)
    # a number comes from no one record: each that is left out counts
    found.update(one.why for one in report.withheld if not one.record_id)
    return {why: found[why] for why in (*WITHHELD, *sorted(found.keys() - set(WITHHELD))) if found[why]}


def withheld_sentence(counts: dict[str, int]) -> str:
    """All of it in one sentence; an empty text when nothing is left out."""
    if not counts:
        return ""
    told = _(", ").join(counted_words(why, number) for why, number in counts.items())
    return _("Left out: {what}.").format(what=told)


def counted_words(why: str, number: int) -> str:
    """So much of one reason in words."""
    sentences = {
        "private_line": ngettext(
            "lines that begin with !! in {n} record", "lines that begin with !! in {n} records", number
        ),
        "confidence": ngettext("{n} thing said in confidence", "{n} things said in confidence", number),
        "gift": ngettext("what was given: {n} gift", "what was given: {n} gifts", number),
        "personal_day": ngettext("{n} personal day", "{n} personal days", number),
        "price": ngettext("price or bottom line of {n} record", "prices and bottom lines of {n} records", number),
        "privacy": ngettext("{n} text marked personal or sensitive", "{n} texts marked personal or sensitive", number),
        "gone": ngettext(
            "your words for {n} record that was removed or is private now",
            "your words for {n} records that were removed or are private now",
            number,
        ),
        "hidden": ngettext("{n} line that you left out", "{n} lines that you left out", number),
    }
    return sentences.get(why, f"{{n}} {why}").format(n=number)


def left_out(connection: sqlite3.Connection, withheld: Iterable[Withheld]) -> list[LeftOut]:
    """The records behind what is left out, by name, in the order of the reasons."""
    from karep.db.views.exports import told_name
    from karep.db.words import field_name, noun_name

    order = list(WITHHELD)
    by_record = sorted(
        _by_record(withheld).items(), key=lambda one: order.index(one[0][0]) if one[0][0] in order else len(order)
    )
    found = []
    for (why, noun, record_id), fields in by_record:
        told = (told_name(connection, noun, record_id), noun_name(noun), _(", ").join(map(field_name, fields)))
        found.append(LeftOut(why, noun, record_id, " · ".join(filter(None, told))))
    return found


def _by_record(withheld: Iterable[Withheld]) -> dict[tuple[str, str, str], list[str]]:
    """The fields of which something is left out, by reason, noun and record."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in withheld:
        fields = found.setdefault((one.why, one.noun, one.record_id), [])
        if one.field and one.field not in fields:
            fields.append(one.field)
    return found
