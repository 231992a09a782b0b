"""What a rep does with the generated lines of a report: other words, left out, another order."""

import json
from collections.abc import Sequence
from typing import Any

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.remarks import period_name
from karep.db.views.rewordings import (
    SHOWN,
    get_rewording,
    list_left_out,
    list_rewordings,
    marked_records,
    read_mark,
    read_state,
)
from karep.i18n import _
from karep.rules.inner_periods import inner_periods
from karep.rules.line_keys import left_out_with, record_of
from karep.rules.periods import read_period
from karep.rules.privacy import outward


def reword(change: Change, *, period: str, line: str, text: str, generated: str) -> str:
    """Let other words stand instead of the generated ones of a line, and return the id of the rewording.

    Args:
        change: The open action.
        period: The report's, as `karep.rules.periods.Period` writes itself.
        line: The key of the line; see `karep.reports.own_words.keyed`.
        text: The words.
        generated: What is generated now, by `karep.reports.own_words.generated_words`: a later report shows by it
            that the record says something else since.

    Raises:
        Refused: If nothing of the text would be left outside, or the line is a number, a heading or the rep's own.
    """
    noun, record_id = record_of(line)
    if noun == "remark":
        raise errors.Refused(_("That line is in your own words: change the line itself."), noun="rewording")
    if not record_id:
        sentence = _("A number or a heading can be left out or moved, but not reworded.")
        raise errors.Refused(sentence, noun="rewording")
    if not outward(text).strip():
        sentence = _("Text: must not be empty, and not all of it between us (lines with !!).")
        raise errors.Refused(sentence, noun="rewording", field="text")
    mark = read_mark(generated)
    if mark and "state" not in mark:
        # what the records say now: by this a later report sees that they say something else
        mark["state"] = read_state(change.connection, marked_records(line, mark))
        generated = json.dumps(mark, ensure_ascii=False)
    return _set(change, period, line, {"text": text.strip(), "generated": generated})


def leave_out(change: Change, *, period: str, line: str) -> str:
    """Keep a line out of whatever leaves the program, and return the id of the rewording.

    Raises:
        Refused: If a value does not fit.
    """
    return _set(change, period, line, {"left_out": True})


def bring_back(change: Change, *, period: str, line: str) -> bool:
    """Let a line stand again as it is generated: neither left out nor reworded; False if it was neither.

    A reworded line whose record is not told of any more goes altogether. A record that is left out under another key,
    or in a shorter period within this one, stands again too, here.
    """
    period = period_name(period, "rewording")
    record, record_left = record_of(line), left_out_with(line)
    known = list_rewordings(change.connection, period)
    found = [
        one
        for one in known
        if one.line == line or (one.left_out and record_left is not None and left_out_with(one.line) == record_left)
    ]
    if not found and record[0] == "rewording":
        change.remove("rewording", record[1])
        return True
    for one in found:
        if one.line != line and one.text:
            change.change("rewording", one.id, {"left_out": False})
        elif one.sequence:
            change.change("rewording", one.id, {"text": None, "generated": None, "left_out": False})
        else:
            change.remove("rewording", one.id)
    carried = _is_carried(change, period, line)
    if carried:
        _set(change, period, line, {"left_out": False, "sequence": SHOWN})
    return carried or any(one.left_out or one.text for one in found)


def _is_carried(change: Change, period: str, line: str) -> bool:
    """Whether a line is left out because one of a shorter period within this one is."""
    whole, record_left = read_period(period), left_out_with(line)
    inner = [str(one) for one in inner_periods(whole)] if whole else []
    return any(
        one.line == line or (record_left is not None and left_out_with(one.line) == record_left)
        for one in list_left_out(change.connection, inner)
    )


def put_in_order(change: Change, *, period: str, section: str, keys: Sequence[str]) -> str:
    """Keep the order of the lines of a section, or below a line, and return the id of the rewording.

    Args:
        change: The open action.
        period: The report's, as `karep.rules.periods.Period` writes itself.
        section: The key of the section, or of the line above.
        keys: The keys of its lines in the rep's order; none at all lets them stand as they are generated again.
            Others of the section, at another depth, keep the order that they have.

    Raises:
        Refused: If a line is named twice, or does not stand in that section.
    """
    if len(set(keys)) < len(keys) or not all(key.startswith(section.partition("/")[0] + "/") for key in keys):
        raise errors.Refused(_("Only the lines of one section can be put in order, each once."), noun="rewording")
    known = get_rewording(change.connection, period_name(period, "rewording"), section)
    order = dict.fromkeys((*keys, *(known.sequence if known else ()))) if keys else {}
    return _set(change, period, section, {"sequence": json.dumps(list(order), ensure_ascii=False) if order else None})


def _set(change: Change, period: str, line: str, values: Values) -> str:
    period = period_name(period, "rewording")
    known = get_rewording(change.connection, period, line)
    if known is not None:
        change.change("rewording", known.id, values)
        return known.id
    fields: dict[str, Any] = {"period": period, "line": line, **values}
    return change.add("rewording", fields)
