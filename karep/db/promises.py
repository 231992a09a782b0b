"""What a rep does with promises, ours and theirs."""

from karep.db.change import Change, Values


def add_promise(change: Change, values: Values) -> str:
    """Store a promise and return its id; account and ``what`` are required.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("promise", values)


def change_promise(change: Change, promise_id: str, values: Values) -> None:
    """Set some fields of a promise.

    Raises:
        NotFound: If there is no such promise.
        Refused: If a value does not fit.
    """
    change.change("promise", promise_id, values)


def keep_promise(change: Change, promise_id: str) -> None:
    """Note that a promise was kept, now.

    Raises:
        NotFound: If there is no such promise.
    """
    change.change("promise", promise_id, {"kept_at": change.at, "broken_at": None})


def break_promise(change: Change, promise_id: str) -> None:
    """Note that a promise was not kept and will not be.

    Raises:
        NotFound: If there is no such promise.
    """
    change.change("promise", promise_id, {"kept_at": None, "broken_at": change.at})


def reopen_promise(change: Change, promise_id: str) -> None:
    """Make a kept or broken promise open again.

    Raises:
        NotFound: If there is no such promise.
    """
    change.change("promise", promise_id, {"kept_at": None, "broken_at": None})


def remove_promise(change: Change, promise_id: str) -> None:
    """Take a promise out.

    Raises:
        NotFound: If there is no such promise.
    """
    change.remove("promise", promise_id)
