"""Which column is what: known headers, the rep's ``--map``, and whether the sheet lists accounts, people or both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from karep.exchange.errors import NoNameColumn, UnknownColumn
from karep.exchange.headers import LONGEST_HEADER, SYNONYMS, WORDS, header_key, is_deal_word, recognise
from karep.frozen import frozen
from karep.i18n import _


class Kind(StrEnum):
    """What one row of a sheet is."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"
    BOTH = "both"
    """An account with a person in it, or rows of both sorts told apart by a column."""


ACCOUNT = "account"
PERSON = "person"
FACT = "fact"
LEAVE_OUT = "-"

_PERSON_FIELDS = frozenset(
    [
        "name",
        "external_id",
        "phone",
        "email",
        "note",
        "street",
        "street2",
        "district",
        "city",
        "region",
        "postal_code",
        "country",
    ]
)
"""Fields without a dot that a person can have; the others belong to an account or stay facts."""

_CHILD = re.compile(r"child_ids/|(?:child )?contacts/", re.IGNORECASE)
_MARKS = re.compile(r"[(（]\s*\*\s*[)）]|^\*+|\*+$|[(（\[【](?:必填|选填)[)）\]】]")

_NAME_PARTS = ("person.first_name", "person.last_name")
_OF_PEOPLE_ONLY = frozenset(
    [
        "title",
        "department",
        "mobile",
        "form_of_address",
        "birthday",
        "reports_to_name",
        "reports_to_external_id",
        "wechat",
        "role",
        "decision_maker",
        "first_name",
        "last_name",
    ]
)
# A person's row names the company by these; an account's row has its own number in another column.
_COMPANY_NUMBERS = frozenset(
    header_key(header) for header in ("Account ID", "Associated Company IDs", "Associated Company IDs (Primary)")
)


@frozen
class Column:
    """One column of the sheet and where it goes."""

    index: int
    header: str
    """The header as it stands; ``#3`` for a column without one, ``name (2)`` for a repeated one."""
    field: str
    """``account.phone``, ``person.name``, ``row.company`` …; ``fact``; or ``-`` for left out on the rep's word."""
    by_rep: bool = False


@frozen
class ColumnMap:
    """The columns of a sheet, understood."""

    kind: Kind
    subject: str
    """``account`` or ``person``: what columns that could be either describe, and what facts are about."""
    columns: tuple[Column, ...]
    person_columns: tuple[Column, ...] = ()
    """The same columns for the rows that are people, where `row.is_company` tells rows apart."""
    continues: bool = False
    """A row without an account's name belongs to the account above it (Odoo's ``child_ids/name``)."""

    @property
    def tells_rows_apart(self) -> bool:
        """Whether a column says for each row if it is a company or a person."""
        return bool(self.person_columns)


def parse_map(instructions: Iterable[str]) -> dict[str, str]:
    """Read ``COL=FIELD`` instructions.

    Raises:
        UnknownColumn: an instruction without ``=``.
    """
    found: dict[str, str] = {}
    for instruction in instructions:
        column, sign, field = instruction.rpartition("=")
        if not sign or not column.strip() or not field.strip():
            raise UnknownColumn(
                _("“{text}” is not COLUMN=FIELD, for example: --map 厂商=account.name").format(text=instruction)
            )
        found[column.strip()] = field.strip()
    return found


def fields() -> tuple[str, ...]:
    """Return every field that ``--map`` accepts, ``fact`` and ``-`` (leave out) last."""
    return (*(name for name in SYNONYMS if not name.startswith("row.")), FACT, LEAVE_OUT)


def field_words(field: str) -> str:
    """Return what a field is called, in the language in use."""
    if field == FACT:
        return _("kept as a fact")
    if field == LEAVE_OUT:
        return _("left out")
    noun, _dot, name = field.rpartition(".")
    words = _(WORDS.get(name, name))
    if noun == PERSON:
        return _("person: {field}").format(field=words)
    return _("account: {field}").format(field=words) if noun == ACCOUNT else words


def understand_columns(
    headers: Sequence[str], *, kind: Kind | None = None, columns: Mapping[str, str] | None = None
) -> ColumnMap:
    """Decide what every column is.

    Args:
        headers: the header cells.
        kind: the rep's ``--kind``, or None to decide by the columns.
        columns: the rep's ``--map``, header → field.

    Raises:
        UnknownColumn: ``--map`` names a column or field that is not there.
        NoNameColumn: no column holds a name, or the sheet lists deals.
    """
    named = name_columns(headers)
    chosen = _chosen(named, columns or {})
    claims = _claims(headers, chosen)
    by_fields = {field for field in claims.values() if field}
    if kind is None and not chosen and any(is_deal_word(header) for header in headers):
        raise NoNameColumn(
            _(
                "This looks like a list of deals or contracts, which karep does not import yet. "
                "To take only its accounts, say: --kind accounts"
            ),
            headers,
        )
    subject = _subject(headers, claims, by_fields, kind)
    rows_apart = kind is None and "row.is_company" in by_fields
    resolved = _resolve(named, claims, chosen, subject, kind)
    if rows_apart:
        people = _resolve(named, claims, chosen, PERSON, Kind.PEOPLE)
        return ColumnMap(Kind.BOTH, ACCOUNT, resolved, people)
    targets = {column.field for column in resolved}
    found = _kind(targets, subject, headers)
    continues = found is Kind.BOTH and any(_CHILD.match(header.strip()) for header in headers)
    return ColumnMap(found, subject, resolved, continues=continues)


def name_columns(headers: Sequence[str]) -> list[str]:
    """Give every column a name of its own: ``#3`` for a blank header, ``name (2)`` for a repeated one."""
    taken: set[str] = set()
    names: list[str] = []
    for index, header in enumerate(headers):
        base = " ".join(_MARKS.sub("", header.strip())[:LONGEST_HEADER].split()) or f"#{index + 1}"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name)
        names.append(name)
    return names


def _chosen(named: list[str], columns: Mapping[str, str]) -> dict[int, str]:
    keys: dict[str, int] = {}
    for index, name in enumerate(named):
        keys.setdefault(header_key(name), index)
    chosen: dict[int, str] = {}
    accepted = set(fields())
    for column, field in columns.items():
        index = named.index(column) if column in named else keys.get(header_key(column) or column, -1)
        if index < 0:
            raise UnknownColumn(
                _("There is no column “{column}”. The columns are: {names}").format(
                    column=column, names=shown_columns(named)
                )
            )
        target = field if field in accepted else _undotted(field, accepted)
        if target is None:
            raise UnknownColumn(
                _("There is no field “{field}”. The fields are: {names}").format(field=field, names=", ".join(fields()))
            )
        chosen[index] = target
    return chosen


def _undotted(field: str, accepted: set[str]) -> str | None:
    """Find ``first_name`` as ``person.first_name``; fields that both have are found without a dot already."""
    return next((f"{noun}.{field}" for noun in (ACCOUNT, PERSON) if f"{noun}.{field}" in accepted), None)


def _claims(headers: Sequence[str], chosen: Mapping[int, str]) -> dict[int, str]:
    """Return for every column the field that it claims; of two that claim one, the better known word wins."""
    taken = {field for field in chosen.values() if field not in (FACT, LEAVE_OUT)}
    best: dict[str, tuple[int, int]] = {}
    known = {index: recognise(header) for index, header in enumerate(headers)}
    present = {found[0] for found in known.values() if found}
    for index, found in known.items():
        if found is None or index in chosen:
            continue
        field, rank = found
        field = _in_company(header_key(headers[index]), field, present)
        if field in taken:
            continue
        if field not in best or rank < best[field][0]:
            best[field] = (rank, index)
    claims = {index: field for field, (_rank, index) in best.items()}
    return claims | dict(chosen)


def _in_company(key: str, field: str, present: set[str]) -> str:
    """Return what a header means beside the others of its sheet, where one word has two meanings."""
    if key == "companytype" and "row.company" in present:
        return "row.is_company"
    if key == "parentid" and "row.is_company" in present:
        return "row.company"
    if key == "birthday" and "person.birth_month" in present:
        return "person.birth_day"
    return field


def _subject(headers: Sequence[str], claims: Mapping[int, str], by_fields: set[str], kind: Kind | None) -> str:
    if kind is Kind.ACCOUNTS or "row.is_company" in by_fields:
        return ACCOUNT
    if kind is Kind.PEOPLE:
        return PERSON
    place = {field: index for index, field in claims.items()}
    person_name = place.get("person.name")
    if any(part in by_fields for part in _NAME_PARTS) or "row.company" in by_fields:
        return PERSON
    if person_name is not None and "name" not in by_fields:
        account_name = place.get("account.name")
        return PERSON if account_name is None or person_name < account_name else ACCOUNT
    if "name" in by_fields:
        of_people = any(f"person.{field}" in by_fields for field in _OF_PEOPLE_ONLY)
        names_company = "account.name" in by_fields or any(
            header_key(headers[index]) in _COMPANY_NUMBERS for index in claims
        )
        return PERSON if of_people or names_company else ACCOUNT
    return ACCOUNT


def _resolve(
    named: list[str], claims: Mapping[int, str], chosen: Mapping[int, str], subject: str, kind: Kind | None
) -> tuple[Column, ...]:
    people = kind is not Kind.ACCOUNTS and _has_person(claims.values(), subject)
    accounts = subject == ACCOUNT or any(field in ("account.name", "row.company") for field in claims.values())
    used: set[str] = set()
    columns: list[Column] = []
    ranks = {index: _rank(index, claims.get(index, ""), chosen, subject, people) for index in range(len(named))}
    for index in sorted(ranks, key=ranks.__getitem__):
        field = claims.get(index, FACT)
        target = _target(field, subject, people, accounts, used) if field not in (FACT, LEAVE_OUT) else field
        if target in used and target not in (FACT, LEAVE_OUT):
            target = FACT
        used.add(target)
        columns.append(Column(index, named[index], target, index in chosen))
    return tuple(sorted(columns, key=lambda column: column.index))


def _rank(index: int, field: str, chosen: Mapping[int, str], subject: str, people: bool) -> tuple[int, int]:
    """Say which column claims its field first: the rep's, then those that say whose they are, then the others."""
    if index in chosen:
        return 0, index
    if field == "external_id" and subject == ACCOUNT:
        # A row's own “Id” is a better key than an account number that people type.
        return 1, index
    if field == "person.mobile" and not people:
        # In a list of accounts a mobile number is the phone only when there is no other.
        return 4, index
    return (2 if "." in field else 3), index


def _has_person(claimed: Iterable[str], subject: str) -> bool:
    return subject == PERSON or any(field in ("person.name", *_NAME_PARTS) for field in claimed)


def _target(field: str, subject: str, people: bool, accounts: bool, used: set[str]) -> str:
    noun, dot, name = field.rpartition(".")
    if not dot:
        if subject == PERSON:
            return f"person.{name}" if name in _PERSON_FIELDS else FACT
        if name == "email" and people and "person.email" not in used:
            return "person.email"
        return f"account.{name}"
    if noun == PERSON and not people:
        return "account.phone" if name == "mobile" and "account.phone" not in used else FACT
    if noun == ACCOUNT and not accounts and name != "external_id":
        return FACT
    if field == "row.company":
        return "account.name" if subject == PERSON else "account.parent_name"
    return field


def _kind(targets: set[str], subject: str, headers: Sequence[str]) -> Kind:
    person = "person.name" in targets or any(part in targets for part in _NAME_PARTS)
    account = "account.name" in targets
    if subject == PERSON and person:
        return Kind.BOTH if account else Kind.PEOPLE
    if subject == ACCOUNT and account:
        return Kind.BOTH if person else Kind.ACCOUNTS
    raise no_name_column(headers)


def no_name_column(headers: Sequence[str]) -> NoNameColumn:
    """Make the refusal of a sheet in which no header is known as a name."""
    first = next((" ".join(header.split()) for header in headers if header.strip()), "#1")
    return NoNameColumn(
        _(
            "No column is known to hold the name of an account or a person. The columns are: {names}. "
            "Say which it is, for example: --map {first}=account.name or --map {first}=person.name"
        ).format(names=shown_columns(name_columns(headers)), first=f'"{first[:40]}"'),
        headers,
    )


def shown_columns(names: Sequence[str], most: int = 30) -> str:
    """List columns for a sentence, each cut at 40 characters."""
    shown = [f"“{name if len(name) <= 40 else name[:39] + '…'}”" for name in names[:most]]
    return ", ".join(shown) + (" …" if len(names) > most else "")
