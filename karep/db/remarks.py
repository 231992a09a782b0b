"""What a rep does with own words in a report."""

from karep.db import errors
from karep.db.change import Change, Values
from karep.i18n import _
from karep.rules.periods import read_period


def add_remark(change: Change, values: Values) -> str:
    """Store a line in the rep's own words and return its id.

    Args:
        change: The open action.
        values: ``period`` (as `karep.rules.periods.Period` writes itself), ``part``, ``text``; ``lesson`` and ``stage``
            of a lesson, ``department`` of help that is needed, ``account_id``, ``privacy``.

    Raises:
        Refused: If a value does not fit, or the period is none.
    """
    return change.add("remark", _checked(values, str(values.get("part", ""))))


def change_remark(change: Change, remark_id: str, values: Values) -> None:
    """Set some fields of a remark.

    Raises:
        NotFound: If there is no such remark, or it was removed.
        Refused: If a value does not fit, or the period is none.
    """
    known = change.rows("SELECT part FROM remark WHERE id = ?", remark_id)
    part = values.get("part", known[0]["part"] if known else "")
    change.change("remark", remark_id, _checked(values, str(part)))


def remove_remark(change: Change, remark_id: str) -> None:
    """Take a remark out.

    Raises:
        NotFound: If there is no such remark.
    """
    change.remove("remark", remark_id)


def _checked(values: Values, part: str) -> Values:
    for fields, of, sentence in (
        (("lesson", "stage"), "lessons", _("Only a lesson is of a kind, and about a stage.")),
        (("department",), "help", _("A department is named only where help is needed.")),
    ):
        wrong = next((field for field in fields if values.get(field) and part != of), None)
        if wrong:
            raise errors.Refused(sentence, noun="remark", field=wrong)
    if "period" not in values:
        return values
    return {**values, "period": period_name(str(values["period"]), "remark")}


def period_name(typed: str, noun: str) -> str:
    """The period as it is stored.

    Raises:
        Refused: If it is none.
    """
    period = read_period(typed)
    if period is None:
        sentence = _("“{typed}” is not a period; it is written like 2026-W47, 2026-11, 2026-Q4 or 2026.")
        raise errors.Refused(sentence.format(typed=typed), noun=noun, field="period")
    return str(period)
