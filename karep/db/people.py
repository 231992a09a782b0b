"""What a rep does with people, their parts in decisions and their preferences."""

from collections.abc import Iterable
from typing import Any

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.circles import refuse_circle
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.chain import read_roles
from karep.rules.concerns import NotARanking, parse_concerns
from karep.rules.matching import person_key
from karep.rules.vocabulary import ROLES


def add_person(
    change: Change,
    values: Values,
    *,
    roles: Iterable[str] = (),
    preferences: Iterable[Values] = (),
    occasions: Iterable[Values] = (),
) -> str:
    """Store a new person and return the id; only the name is required.

    Args:
        change: The open action.
        values: The person's fields.
        roles: Parts in the decisions of the person's account.
        preferences: The fields of what to remember, each without the person.
        occasions: The fields of important days, each without the person.

    Raises:
        Refused: If a value does not fit, or there are roles without an account.
    """
    person_id = change.add("person", _keyed(values))
    wanted = list(roles)
    if wanted:
        account_id = values.get("account_id")
        if not account_id:
            fault = _("must not be empty")
            raise errors.Refused(f"{field_name('account_id')}: {fault}", noun="person", field="account_id")
        set_roles(change, person_id, account_id, wanted)
    for preference in preferences:
        add_preference(change, {**preference, "person_id": person_id})
    for occasion in occasions:
        change.add("occasion", {**occasion, "person_id": person_id})
    return person_id


def change_person(change: Change, person_id: str, values: Values) -> None:
    """Set some fields of a person.

    Raises:
        NotFound: If there is no such person.
        Refused: If a value does not fit, or the person would report to themselves.
    """
    if values.get("reports_to_id"):
        refuse_circle(change, "person", "reports_to_id", person_id, values["reports_to_id"])
    change.change("person", person_id, _keyed(values))


def remove_person(change: Change, person_id: str) -> None:
    """Take a person out of the book; what happened with them stays.

    Raises:
        NotFound: If there is no such person.
    """
    change.remove("person", person_id)


def restore_person(change: Change, person_id: str) -> None:
    """Bring a removed person back.

    Raises:
        NotFound: If there is no such person.
    """
    change.restore("person", person_id)


def set_roles(
    change: Change, person_id: str, account_id: str, roles: Iterable[str], *, opportunity_id: str | None = None
) -> None:
    """Make `roles` the person's parts in the decisions of an account: add what is missing, remove the rest.

    Args:
        change: The open action.
        person_id: Whose parts.
        account_id: The account.
        roles: The parts that shall be left.
        opportunity_id: The deal that they are parts in; without one, in whatever the account decides.

    Raises:
        Refused: If one is no such part, or the person, account or deal is not there.
    """
    wanted = list(dict.fromkeys(roles))
    rows = change.connection.execute(
        "SELECT id, role FROM role WHERE person_id = ? AND account_id = ? AND opportunity_id IS ? "
        "AND removed_at IS NULL ORDER BY id",
        (person_id, account_id, opportunity_id),
    ).fetchall()
    known: set[str] = set()
    for role_id, role in rows:
        if role in known or role not in wanted:
            change.remove("role", role_id)
        known.add(role)
    for role in wanted:
        if role not in known:
            values = {"person_id": person_id, "account_id": account_id, "role": role}
            change.add("role", values | ({"opportunity_id": opportunity_id} if opportunity_id else {}))


def mark_absent(change: Change, account_id: str, role: str, *, absent: bool) -> None:
    """Note that nobody plays a part at an account by its nature, or that somebody could after all.

    Raises:
        NotFound: If there is no such account.
        Refused: If it is no such part.
    """
    if role not in ROLES:
        allowed = _("must be one of: {values}").format(values=", ".join(ROLES))
        raise errors.Refused(f"{field_name('role')}: {allowed}", noun="account", field="absent_roles")
    row = change.connection.execute("SELECT absent_roles FROM account WHERE id = ?", (account_id,)).fetchone()
    marked = {one for one in read_roles(row[0] if row else None) if one != role} | ({role} if absent else set())
    change.change("account", account_id, {"absent_roles": ",".join(one for one in ROLES if one in marked) or None})


def add_preference(change: Change, values: Values) -> str:
    """Store something to remember about a person and return its id.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("preference", values)


def change_preference(change: Change, preference_id: str, values: Values) -> None:
    """Set some fields of a preference.

    Raises:
        NotFound: If there is no such preference.
        Refused: If a value does not fit.
    """
    change.change("preference", preference_id, values)


def remove_preference(change: Change, preference_id: str) -> None:
    """Forget a preference.

    Raises:
        NotFound: If there is no such preference.
    """
    change.remove("preference", preference_id)


def _keyed(values: Values) -> dict[str, Any]:
    """The values as they are stored: with the name's key, and a ranking as letters, however it was written.

    Raises:
        Refused: If the ranking is none.
    """
    keyed = dict(values)
    if isinstance(keyed.get("concerns"), str):
        keyed["concerns"] = _ranking(keyed["concerns"])
    if isinstance(keyed.get("name"), str):
        keyed["match_key"] = person_key(keyed["name"])
    return keyed


def _ranking(text: str) -> str | None:
    try:
        return parse_concerns(text) or None
    except NotARanking as fault:
        twice = _("“{part}” comes twice")
        unknown = _("“{part}” is no concern; try 质量>成本>交期, QCT or quality, cost")
        sentence = (twice if fault.twice else unknown).format(part=fault.part)
        raise errors.Refused(f"{field_name('concerns')}: {sentence}", noun="person", field="concerns") from fault
