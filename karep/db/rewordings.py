"""What a rep does with the generated lines of a report: other words, left out, another order."""

import json
from collections.abc import Sequence
from typing import Any

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.remarks import period_name
from karep.db.views.rewordings import get_rewording, list_rewordings
from karep.i18n import _
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
    return _set(change, period, line, {"text": text.strip(), "generated": generated})


def leave_out(change: Change, *, period: str, line: str) -> str:
    """Keep a line out of whatever leaves the program, and return the id of the rewording.

    Raises:
        Refused: If a value does not fit.
    """
    return _set(change, period, line, {"left_out": True})


def bring_back(change: Change, *, period: str, line: str) -> bool:
    """Let a line stand again as it is generated: neither left out nor reworded; False if it was neither.

    A reworded line whose record is not told of any more goes altogether.
    """
    found = [one for one in list_rewordings(change.connection, period_name(period, "rewording")) if one.line == line]
    noun, record_id = record_of(line)
    if not found and noun == "rewording":
        change.remove("rewording", record_id)
        return True
    for one in found:
        if one.sequence:
            change.change("rewording", one.id, {"text": None, "generated": None, "left_out": False})
        else:
            change.remove("rewording", one.id)
    return any(one.left_out or one.text for one in found)


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


def record_of(line: str) -> tuple[str, str]:
    """The noun and the id of the record that a line's key names; an empty id where it names none."""
    step = line.rpartition("/")[2].partition("#")[0]
    noun, _colon, record_id = step.partition(":")
    return noun, record_id


def _set(change: Change, period: str, line: str, values: Values) -> str:
    period = period_name(period, "rewording")
    known = get_rewording(change.connection, period, line)
    if known is not None:
        change.change("rewording", known.id, values)
        return known.id
    fields: dict[str, Any] = {"period": period, "line": line, **values}
    return change.add("rewording", fields)
