"""The gifts of a year as a sheet, a person a line."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from karep.rules.formula import guard

_COLUMNS: Final = ("Name", "Account", "Gifts", "Total", "Currency", "Other Currencies", "Without Value")
_PRIVATE_COLUMNS: Final = ("Limit", "State", "Serves the State", "Approved By", "List")
"""The headers, in English in every language, as in the other sheets."""


def gift_sheet(people: Iterable[Mapping[str, Any]], *, private: bool) -> str:
    """The list as CSV: amounts in whole units with two decimals, texts that a spreadsheet would run are guarded.

    Args:
        people: The gifts of each person as `karep.reports.gift_year.year_values` tells them.
        private: Whether what was given, the limit and who approved it are told too.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *(_PRIVATE_COLUMNS if private else ())])
    for one in people:
        others = "; ".join(f"{code} {_whole(value)}" for code, value in sorted(one["other_currencies"].items()))
        row = [guard(one["name"]), guard(one["account"]), one["gifts"], _whole(one["total"])]
        row += [one["currency"], guard(others), one["without_value"]]
        if private:
            state = "yes" if one["government"] else "no"
            approvers, given = "; ".join(one["approvers"]), "; ".join(map(_gift, one["list"]))
            row += [_whole(one["limit"]), one["state"], state, guard(approvers), guard(given)]
        writer.writerow(row)
    return text.getvalue()


def _gift(gift: Mapping[str, Any]) -> str:
    worth = f"{gift['currency'] or ''} {_whole(gift['value'])}".strip()
    return " ".join(filter(None, (gift["given_on"], gift["item"], worth)))


def _whole(minor: int | None) -> str:
    if minor is None:
        return ""
    whole, rest = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:02}"
