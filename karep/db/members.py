"""What a rep does with a group-buy: its leader, its members, and the service that they get."""

from collections.abc import Iterable

from karep.db import errors, people
from karep.db.change import Change, Values
from karep.i18n import _
from karep.rules.matching import person_key


def add_member(
    change: Change, opportunity_id: str, person_id: str, *, wish: str | None = None, joined: bool = False
) -> str:
    """Let a person take part in a group-buy, and return the member's id; one who is in it already stays as it is.

    Args:
        change: The open action.
        opportunity_id: The deal.
        person_id: The person.
        wish: What the person wants.
        joined: Whether the person said yes; otherwise they are undecided.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the deal is no group-buy, the person leads it, or is not in the book.
    """
    leader = _group_buy(change, opportunity_id)
    if leader == person_id:
        raise errors.Refused(_("Who leads a group-buy is no member of it besides."), noun="member", field="person_id")
    known = change.connection.execute(
        "SELECT id FROM member WHERE opportunity_id = ? AND person_id = ? AND removed_at IS NULL ORDER BY id",
        (opportunity_id, person_id),
    ).fetchone()
    if known:
        return str(known[0])
    values = {"opportunity_id": opportunity_id, "person_id": person_id, "wish": wish}
    return change.add("member", {**values, "joined_at": change.at if joined else None})


def add_new_member(change: Change, opportunity_id: str, name: str, *, wish: str | None = None) -> str:
    """Let somebody who is not in the book take part: they are added to the deal's account first.

    Somebody of that very name in the deal's account is taken for the one who is meant.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the deal is no group-buy, or the name is empty.
    """
    _group_buy(change, opportunity_id)
    account_id = change.connection.execute(
        "SELECT account_id FROM opportunity WHERE id = ?", (opportunity_id,)
    ).fetchone()[0]
    known = change.connection.execute(
        "SELECT id FROM person WHERE account_id = ? AND match_key = ? AND removed_at IS NULL ORDER BY id",
        (account_id, person_key(name)),
    ).fetchone()
    person_id = known[0] if known else people.add_person(change, {"name": name, "account_id": account_id})
    return add_member(change, opportunity_id, person_id, wish=wish)


def change_member(change: Change, member_id: str, values: Values) -> None:
    """Set some fields of a member, such as the wish.

    Raises:
        NotFound: If there is no such member.
        Refused: If a value does not fit.
    """
    change.change("member", member_id, values)


def set_joined(change: Change, member_ids: Iterable[str], *, joined: bool) -> None:
    """Note that members said yes, or are undecided again; when they first said yes stays.

    Raises:
        NotFound: If there is no such member.
    """
    for member_id in member_ids:
        row = change.connection.execute("SELECT joined_at FROM member WHERE id = ?", (member_id,)).fetchone()
        if row is None or joined != (row[0] is not None):
            change.change("member", member_id, {"joined_at": change.at if joined else None})


def remove_member(change: Change, member_id: str) -> None:
    """Take a member out of a group-buy; the person stays in the book.

    Raises:
        NotFound: If there is no such member.
    """
    change.remove("member", member_id)


def set_leader(change: Change, opportunity_id: str, person_id: str | None) -> None:
    """Let somebody lead a group-buy; a member who leads is counted as the leader, and the former one as a member.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the deal is no group-buy, or the person is not in the book.
    """
    former = _group_buy(change, opportunity_id)
    if person_id == former:
        return
    change.change("opportunity", opportunity_id, {"leader_id": person_id})
    rows = change.connection.execute(
        "SELECT id FROM member WHERE opportunity_id = ? AND person_id = ? AND removed_at IS NULL ORDER BY id",
        (opportunity_id, person_id),
    ).fetchall()
    for (member_id,) in rows:
        change.remove("member", member_id)
    if former and person_id and _is_here(change, former):
        add_member(change, opportunity_id, former, joined=True)


def set_vip_service(change: Change, opportunity_id: str, *, vip_service: bool) -> None:
    """Say whether the members of a group-buy have the VIP after-sales service.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the deal is no group-buy.
    """
    _group_buy(change, opportunity_id)
    change.change("opportunity", opportunity_id, {"vip_service": vip_service})


def _group_buy(change: Change, opportunity_id: str) -> str | None:
    """Who leads a group-buy, after making sure that it is one."""
    row = change.connection.execute(
        "SELECT kind, leader_id FROM opportunity WHERE id = ? AND removed_at IS NULL", (opportunity_id,)
    ).fetchone()
    if row is None:
        raise errors.NotFound(_("That record is not in the store."))
    if row[0] != "group_buy":
        sentence = _("This deal is no group-buy; change its kind first (e).")
        raise errors.Refused(sentence, noun="opportunity", field="kind")
    return None if row[1] is None else str(row[1])


def _is_here(change: Change, person_id: str) -> bool:
    sql = "SELECT 1 FROM person WHERE id = ? AND removed_at IS NULL"
    return change.connection.execute(sql, (person_id,)).fetchone() is not None
