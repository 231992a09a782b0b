"""What hangs on the accounts and people of a sheet: facts, parts in decisions, birthdays."""

from __future__ import annotations

import sqlite3
from typing import Any

from karep.db.views import imports as view
from karep.exchange.mapping import ACCOUNT, PERSON
from karep.exchange.match_rule import OnMatch
from karep.exchange.matching import Target
from karep.exchange.matching_people import People
from karep.exchange.rows import Outcome, Row


class Belongings:
    """The new facts, roles and birthdays; each is added once, and only where the rule for matches lets it in."""

    def __init__(self, on_match: OnMatch) -> None:
        """Begin with nothing."""
        self.on_match = on_match
        self.facts: list[dict[str, Any]] = []
        """The fields of new facts."""
        self.changed_facts: list[tuple[str, dict[str, Any]]] = []
        """Facts of the book that get another value: id and fields."""
        self.roles: list[dict[str, Any]] = []
        self.occasions: list[dict[str, Any]] = []
        self._told: dict[str, list[Target]] = {ACCOUNT: [], PERSON: []}

    def settle_facts(self, connection: sqlite3.Connection, rows: list[Row]) -> int:
        """Gather what the rows tell beyond the fields; return how many values differ from the book and stay out."""
        for row in rows:
            if row.record.account_facts and row.company is not None:
                self._note(ACCOUNT, row, row.company, row.record.account_facts)
            owner = row.person or row.company
            if row.record.person_facts and owner is not None:
                self._note(PERSON if row.person else ACCOUNT, row, owner, row.record.person_facts)
        return self._settle_facts(connection, ACCOUNT) + self._settle_facts(connection, PERSON)

    def _note(self, noun: str, row: Row, target: Target, facts: list[tuple[str, str]]) -> None:
        """Gather what the file tells beyond the fields."""
        if not target.new and self.on_match is OnMatch.KEEP:
            return
        if target.facts is None:
            target.facts = {}
            self._told[noun].append(target)
        for name, text in facts:
            told = target.facts.setdefault(name, {})
            told.setdefault(text, row)

    def _settle_facts(self, connection: sqlite3.Connection, noun: str) -> int:
        """Add the facts that are new. One owner may have several of one name: a list with several rows for it."""
        left = 0
        standing: dict[str, dict[str, list[view.StoredFact]]] = {}
        for fact in view.facts_of(connection, noun, [one.id for one in self._told[noun] if not one.new]):
            standing.setdefault(fact.owner, {}).setdefault(fact.name, []).append(fact)
        for target in self._told[noun]:
            mine = {} if target.new else standing.get(target.id, {})
            for name, told in (target.facts or {}).items():
                left += self._settle_fact(noun, target, name, told, mine.get(name, []))
        return left

    def _settle_fact(
        self, noun: str, target: Target, name: str, told: dict[str, Row], standing: list[view.StoredFact]
    ) -> int:
        values = {fact.value for fact in standing}
        added = [(text, row) for text, row in told.items() if text not in values]
        if standing and self.on_match is OnMatch.FILL:
            return len(added)
        outdated = iter([fact for fact in standing if fact.value not in told])
        for text, row in added:
            old = next(outdated, None)
            if old is None:
                self.facts.append({f"{noun}_id": target.id, "name": name, "value": text})
            else:
                self.changed_facts.append((old.id, {"value": text}))
            row.made(Outcome.MERGED)
        return 0

    def settle_roles(
        self, connection: sqlite3.Connection, rows: list[Row], people: People, headers: dict[str, str]
    ) -> None:
        """Add the parts in decisions that are new; without an account they are kept as facts."""
        with_roles = [row for row in rows if row.record.roles and self._may_grow(row.person)]
        standing = view.roles_of(connection, (row.person.id for row in with_roles if row.person))
        for row in with_roles:
            assert row.person is not None
            company = row.company or people.company.get(row.person)
            if company is None:
                header = headers.get("person.role") or headers.get("person.decision_maker", "role")
                row.record.person_facts.append((header, ", ".join(row.record.roles)))
                continue
            for role in row.record.roles:
                if (row.person.id, company.id, role) not in standing:
                    standing.add((row.person.id, company.id, role))
                    self.roles.append({"person_id": row.person.id, "account_id": company.id, "role": role})
                    row.made(Outcome.MERGED)

    def settle_birthdays(self, connection: sqlite3.Connection, rows: list[Row]) -> None:
        """Add the birthdays of people whose birthday is not known."""
        with_day = [row for row in rows if row.record.birthday and self._may_grow(row.person)]
        standing = view.with_birthday(connection, (row.person.id for row in with_day if row.person))
        for row in with_day:
            day = row.record.birthday
            assert row.person is not None and day is not None
            if row.person.id not in standing:
                standing.add(row.person.id)
                self.occasions.append(
                    {"person_id": row.person.id, "kind": "birthday", "month": day.month, "day": day.day}
                    | {"year": day.year, "calendar": "solar"}
                )
                row.made(Outcome.MERGED)

    def _may_grow(self, person: Target | None) -> bool:
        return person is not None and (person.new or self.on_match is not OnMatch.KEEP)
