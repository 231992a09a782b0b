"""What a rep does with competitors."""

from karep.db.change import Change, Values


def add_competitor(change: Change, values: Values) -> str:
    """Store that a rival was seen at an account, now unless ``at`` says otherwise, and return its id.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("competitor", {"at": change.at, **values})


def change_competitor(change: Change, competitor_id: str, values: Values) -> None:
    """Set some fields of a rival that was seen.

    Raises:
        NotFound: If there is no such record.
        Refused: If a value does not fit.
    """
    change.change("competitor", competitor_id, values)


def remove_competitor(change: Change, competitor_id: str) -> None:
    """Take a rival that was seen out.

    Raises:
        NotFound: If there is no such record.
    """
    change.remove("competitor", competitor_id)
