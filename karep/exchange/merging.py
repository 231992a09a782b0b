"""From rows to what the store shall hold: every row finds its records, and says what is new about them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from karep.db.errors import Refused
from karep.db.imports import Check, new_ids
from karep.db.views import imports as view
from karep.exchange.belongings import Belongings
from karep.exchange.mapping import ACCOUNT, PERSON
from karep.exchange.match_rule import OnMatch
from karep.exchange.matching import Accounts, Ambiguous, Target, Values, circle, name_of, several
from karep.exchange.matching_people import People
from karep.exchange.plan import Plan
from karep.exchange.records import Record, Refusal, Skipped
from karep.exchange.report import Proposal, Warned
from karep.exchange.rows import Outcome, Row
from karep.i18n import _
from karep.rules.matching import company_key, email_key, person_key

_LINKS: Final = {ACCOUNT: ("parent_id",), PERSON: ("account_id", "reports_to_id")}
_UNTIL_SAID: Final = ("province_registered",)
"""Fields that say no until somebody says yes: a no of the book is as good as nothing."""
_TURNS: Final = 4
ROWS_BETWEEN: Final = 500
"""Rows between two reports of progress."""


class Merge:
    """The rows of a sheet on their way into the book. `read` first, then `settle`; nothing is written here."""

    def __init__(self, plan: Plan, on_match: OnMatch) -> None:
        """Prepare to read the sheet."""
        self.plan = plan
        self.on_match = on_match
        self.number = 0
        """How many rows are meant to be records."""
        self.rows: list[Row] = []
        self.refused: list[Refusal] = []
        self.skipped: list[Skipped] = []
        self.warnings: list[Warned] = []
        self.proposals: list[Proposal] = []
        self.left = 0
        """Values that differ from the book's and were left out."""
        self.accounts: list[Target] = []
        """New accounts, in the order of the file."""
        self.people: list[Target] = []
        """New people."""
        self.changed: dict[str, list[Target]] = {ACCOUNT: [], PERSON: []}
        """Records of the book with new values."""
        self.belongings = Belongings(on_match)
        self._ids = new_ids()
        self._headers = _headers(plan)
        self._of_people = plan.columns.subject == PERSON or plan.columns.tells_rows_apart

    def read(self, progress: Callable[[int], None]) -> None:
        """Read the sheet to its end and check every value; `progress` hears of every 500th row.

        Raises:
            SheetRefused: If the file breaks off or a limit is passed.
        """
        checks = {noun: Check(noun) for noun in (ACCOUNT, PERSON, "fact")}
        for entry in self.plan.entries():
            if isinstance(entry, Skipped):
                self.skipped.append(entry)
                continue
            self.number += 1
            if self.number % ROWS_BETWEEN == 0:
                progress(self.number)
            if isinstance(entry, Refusal):
                self.refused.append(entry)
                continue
            try:
                _check(entry, checks)
            except Refused as refusal:
                self._refuse(entry, str(refusal))
                continue
            self.rows.append(Row(entry))
            for sentence in entry.warnings:
                self.warnings.append(Warned(entry.line, sentence))

    def settle(self, connection: sqlite3.Connection) -> None:
        """Find every row's records in the book and in the file, and work out what is new."""
        accounts = Accounts(view.list_account_keys(connection), self.on_match)
        has_people = any(row.record.person for row in self.rows)
        people = People(accounts, view.list_person_keys(connection) if has_people else (), self.on_match)
        of_accounts = self._find_accounts(accounts)
        of_people = self._find_people(accounts, people) if has_people else []
        live = [row for row in self.rows if row.outcome is not Outcome.REFUSED]
        known = self._known(connection, ACCOUNT, [(row.company, row.record.account or {}) for row in live])
        self._tell(ACCOUNT, of_accounts, known)
        if has_people:
            known_people = self._known(connection, PERSON, [(row.person, row.record.person or {}) for row in live])
            self._tell(PERSON, of_people, known_people)
            self._link(live, PERSON, known_people, accounts, people)
            self.belongings.settle_roles(connection, live, people, self._headers)
            self.belongings.settle_birthdays(connection, live)
        self._link(live, ACCOUNT, known, accounts, people)
        self.left += self.belongings.settle_facts(connection, live)
        for noun in (ACCOUNT, PERSON):
            self.changed[noun] = [one for one in dict.fromkeys(self.changed[noun]) if one.changes]

    def _refuse(self, record: Record, reason: str) -> None:
        name = str((record.person or record.account or {}).get("name", ""))
        self.refused.append(Refusal(record.line, reason, name[:80]))

    def _warn(self, row: Row, sentence: str) -> None:
        self.warnings.append(Warned(row.record.line, sentence))

    def _find_accounts(self, accounts: Accounts) -> list[Row]:
        """Let rows with an external id go first: they decide what accounts of one name there are. Return the order."""

        def find(row: Row) -> None:
            row.company, alike = accounts.find(row.record.account or {}, reference=self._is_reference(row))
            if alike is not None:
                self._propose(row, ACCOUNT, row.company, alike)

        named = [row for row in self.rows if row.record.account]
        named.sort(key=lambda row: not (row.record.account or {}).get("external_id"))
        return self._each(named, find, _("the account {reason}"))

    def _find_people(self, accounts: Accounts, people: People) -> list[Row]:
        """Let rows go in the order of their evidence, so that it does not matter how the file is sorted; return it."""

        def find(row: Row) -> None:
            row.person, alike = people.find(row.record.person or {}, row.company)
            if alike is not None:
                self._propose(row, PERSON, row.person, alike)

        rows = [row for row in self.rows if row.record.person and row.outcome is not Outcome.REFUSED]
        people.shared = _shared(row.record.person for row in rows)
        for row in rows:
            if number := row.record.links.get("account_external_id"):
                row.company = row.company or accounts.by_id(number)
                if row.company is None:
                    row.record.person_facts.append((self._headers.get("account.external_id", "Account ID"), number))
                    self._warn(row, _("there is no account with the id {id}; it is kept as a fact").format(id=number))
            elif row.company is None:
                self._warn(row, _("the person belongs to no account; l on the list of accounts shows them"))
        rows.sort(key=_evidence)
        return self._each(rows, find, _("the person {reason}"))

    def _each(self, rows: list[Row], find: Callable[[Row], None], refusal: str) -> list[Row]:
        """Let every row find its record. What fits several is asked again: other rows may have told them apart.

        Returns:
            The rows that found one, in that order; the others are refused.
        """
        found: list[Row] = []
        for turn in range(_TURNS):
            unclear = []
            for row in rows:
                try:
                    find(row)
                except Ambiguous as several_fit:
                    unclear.append((row, str(several_fit)))
                else:
                    found.append(row)
            if turn == _TURNS - 1 or len(unclear) == len(rows):
                for row, reason in unclear:
                    row.outcome = Outcome.REFUSED
                    self._refuse(row.record, refusal.format(reason=reason))
                break
            rows = [row for row, _reason in unclear]
        return found

    def _is_reference(self, row: Row) -> bool:
        """Whether the row is a person's and only names the account."""
        return self._of_people and row.record.person is not None

    def _propose(self, row: Row, noun: str, target: Target, alike: Target) -> None:
        reason = _("nearly the same name") if noun == ACCOUNT else _("the same name")
        self.proposals.append(Proposal(row.record.line, noun, target.name, name_of(alike), reason))

    def _known(
        self, connection: sqlite3.Connection, noun: str, told: list[tuple[Target | None, Values]]
    ) -> dict[str, dict[str, Any]]:
        """What the book holds in the fields that the file speaks of."""
        if self.on_match is OnMatch.KEEP:
            return {}
        ids = dict.fromkeys(target.id for target, _values in told if target is not None and not target.new)
        fields = {*_LINKS[noun]}.union(*(values for _target, values in told))
        return view.values_of(connection, noun, ids, fields)

    def _tell(self, noun: str, rows: list[Row], known: dict[str, dict[str, Any]]) -> None:
        """Let every row say what it knows of its account or person."""
        for row in rows:
            if row.outcome is Outcome.REFUSED:
                continue
            target = row.company if noun == ACCOUNT else row.person
            if target is None:
                continue
            values: Values = (row.record.account if noun == ACCOUNT else row.record.person) or {}
            reference = noun == ACCOUNT and self._is_reference(row)
            if noun == PERSON and row.company is not None:
                values = {**values, "account_id": row.company.id}
            if target.new:
                self._of_new(row, noun, target, values, reference)
            elif self.on_match is not OnMatch.KEEP:
                if reference or (noun == ACCOUNT and not self._may_rename(target, values)):
                    values = {field: value for field, value in values.items() if field != "name"}
                self._of_known(row, noun, target, values, known[target.id])

    def _may_rename(self, target: Target, values: Values) -> bool:
        """Whether an account may get the row's name: by its id it may; by a web domain or telephone it may not."""
        return "external_id" in values or company_key(str(values["name"]))[0] == target.key

    def _of_new(self, row: Row, noun: str, target: Target, values: Values, reference: bool) -> None:
        if not target.told:
            target.told, target.by_reference = True, reference
            target.id, target.values = next(self._ids), values
            (self.accounts if noun == ACCOUNT else self.people).append(target)
            row.made(Outcome.STORED)
            return
        if target.by_reference and not reference:
            # The account's own row knows how it is spelled.
            target.by_reference = False
            if values.get("name") not in (None, target.values["name"]):
                target.name = str(values["name"])
                target.key = company_key(target.name)[0]
                target.values = {**target.values, "name": target.name}
                row.made(Outcome.MERGED)
        missing = {field: value for field, value in values.items() if field not in target.values}
        if missing:
            target.values = {**target.values, **missing}
            row.made(Outcome.MERGED)

    def _of_known(self, row: Row, noun: str, target: Target, values: Values, known: dict[str, Any]) -> None:
        claims = target.claims
        if claims is None:
            claims = target.claims = set()
        for field, value in values.items():
            if field in claims:
                continue
            standing = known.get(field)
            if standing == value:
                claims.add(field)
            elif standing is None or self.on_match is OnMatch.OVERWRITE or (field in _UNTIL_SAID and not standing):
                claims.add(field)
                target.changes[field] = value
                self.changed[noun].append(target)
                row.made(Outcome.MERGED)
            else:
                self.left += 1

    def _link(
        self, rows: list[Row], noun: str, known: dict[str, dict[str, Any]], accounts: Accounts, people: People
    ) -> None:
        """Resolve who belongs under whom, now that every row was heard: names may point forward."""
        field = "parent" if noun == ACCOUNT else "reports_to"
        for row in rows:
            links, target = row.record.links, row.company if noun == ACCOUNT else row.person
            if not links or target is None:
                continue
            number, name = links.get(f"{field}_external_id", ""), links.get(f"{field}_name", "")
            if not (number or name):
                continue
            index: Accounts | People = accounts if noun == ACCOUNT else people
            found = [one for one in (index.by_id(number),) if one is not None] if number else []
            if not found and name:
                found = accounts.by_name(name) if noun == ACCOUNT else people.by_name(people.company[target], name)
            found = [one for one in found if not one.new or one.told]
            if len(found) == 1 and self._put_above(row, noun, target, found[0], known):
                continue
            if len(found) > 1:
                self._warn(row, _("“{name}” {reason}").format(name=name[:60], reason=several(found)))
            for part, text in ((f"{field}_name", name), (f"{field}_external_id", number)):
                if text:
                    header = self._headers.get(f"{noun}.{part}", part)
                    facts = row.record.account_facts if noun == ACCOUNT else row.record.person_facts
                    facts.append((header, text))

    def _put_above(self, row: Row, noun: str, target: Target, above: Target, known: dict[str, dict[str, Any]]) -> bool:
        """Set a parent account or a superior; False when that would be a circle."""
        field = "parent_id" if noun == ACCOUNT else "reports_to_id"
        if not target.new and self.on_match is OnMatch.KEEP:
            return True
        if target.above is above:
            target.claims = {*(target.claims or ()), field}
            return True
        if target.new and field in target.values:
            return True
        if not target.new and known[target.id].get(field) and self.on_match is OnMatch.FILL:
            self.left += 1
            return True
        if target.claims is not None and field in target.claims:
            return True
        if circle(target, above):
            self._warn(row, _("“{name}” would stand above itself; it is kept as a fact").format(name=above.name[:60]))
            return False
        target.above = above
        if target.new:
            target.values = {**target.values, field: above.id}
            row.made(Outcome.MERGED)
        else:
            self._of_known(row, noun, target, {field: above.id}, known[target.id])
        return True

    def outcomes(self) -> Counter[Outcome]:
        """How many rows came out how, those refused on reading not among them."""
        return Counter(row.outcome for row in self.rows)


def _headers(plan: Plan) -> dict[str, str]:
    """The header that each field was read from."""
    return {column.field: column.header for column in (*plan.columns.person_columns, *plan.columns.columns)}


def _check(record: Record, checks: dict[str, Check]) -> None:
    """Check what a row says against the rules of the records.

    Raises:
        Refused: If something does not fit.
    """
    if record.account is not None:
        record.account = checks[ACCOUNT].values(record.account)
    if record.person is not None:
        record.person = checks[PERSON].values(record.person)
    if record.account_facts:
        record.account_facts = list(_checked(record.account_facts, checks["fact"]))
    if record.person_facts:
        record.person_facts = list(_checked(record.person_facts, checks["fact"]))


def _checked(facts: list[tuple[str, str]], check: Check) -> Iterator[tuple[str, str]]:
    for name, text in facts:
        values = check.values({"name": name, "value": text})
        if "value" in values:
            yield values["name"], values["value"]


def _shared(people: Iterable[Values | None]) -> set[str]:
    """E-mail addresses that stand beside more than one name."""
    first: dict[str, str] = {}
    shared = set()
    for person in people:
        mail = email_key(str((person or {}).get("email", "")))
        if mail and person:
            key = person_key(str(person["name"]))
            if first.setdefault(mail, key) != key:
                shared.add(mail)
    return shared


def _evidence(row: Row) -> tuple[int, bool]:
    """How strong the evidence of a person's row is, the strongest first; of the same, rows with a company first."""
    person = row.record.person or {}
    if person.get("external_id"):
        strength = 0
    elif person.get("email"):
        strength = 1
    else:
        strength = 2 if person.get("phone") or person.get("mobile") else 3
    return strength, row.company is None and "account_external_id" not in row.record.links
