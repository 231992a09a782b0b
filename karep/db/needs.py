"""What a rep does with needs."""

from karep.db.change import Change, Values


def add_need(change: Change, values: Values) -> str:
    """Store what a customer wants or lacks, as of now unless ``at`` says otherwise, and return its id.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("need", {"at": change.at, **values})


def change_need(change: Change, need_id: str, values: Values) -> None:
    """Set some fields of a need.

    Raises:
        NotFound: If there is no such need.
        Refused: If a value does not fit.
    """
    change.change("need", need_id, values)


def remove_need(change: Change, need_id: str) -> None:
    """Take a need out.

    Raises:
        NotFound: If there is no such need.
    """
    change.remove("need", need_id)
