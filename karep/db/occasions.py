"""What a rep does with important days."""

from karep.db.change import Change, Values


def add_occasion(change: Change, values: Values) -> str:
    """Store an important day of a person or an account and return its id.

    Raises:
        Refused: If a value does not fit, or it is nobody's.
    """
    return change.add("occasion", values)


def change_occasion(change: Change, occasion_id: str, values: Values) -> None:
    """Set some fields of an important day.

    Raises:
        NotFound: If there is no such day.
        Refused: If a value does not fit.
    """
    change.change("occasion", occasion_id, values)


def remove_occasion(change: Change, occasion_id: str) -> None:
    """Take an important day out.

    Raises:
        NotFound: If there is no such day.
    """
    change.remove("occasion", occasion_id)
