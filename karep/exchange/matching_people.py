"""Which person a row speaks of; the evidence is in `karep.exchange.matching`."""

from __future__ import annotations

from collections.abc import Iterable

from karep.db.views.imports import PersonKeys
from karep.exchange.match_rule import OnMatch
from karep.exchange.matching import Accounts, Index, Target, Values, only, same_id
from karep.rules.matching import email_key, person_key, phone_key


class People:
    """Every person that a row could mean."""

    def __init__(self, accounts: Accounts, book: Iterable[PersonKeys] = (), on_match: OnMatch = OnMatch.FILL) -> None:
        """Begin with the people of the book."""
        self._on_match = on_match
        self.by_record: dict[str, Target] = {}
        self.company: dict[Target, Target | None] = {}
        """The account that each person belongs to."""
        self.shared: set[str] = set()
        """E-mail addresses that the file writes beside different names: they belong to an office."""
        self._by_external: dict[str, Target] = {}
        self._by_mail: Index[str] = Index()
        self._by_mail_and_name: Index[tuple[str, str]] = Index()
        self._by_phone_and_name: Index[tuple[str, str]] = Index()
        self._by_company_and_name: Index[tuple[Target | None, str]] = Index()
        self._by_name: Index[str] = Index()
        above: list[tuple[Target, str]] = []
        for known in book:
            target = Target(known.name, person_key(known.name), same_id(known.external_id or ""), record=known.id)
            company = accounts.by_record.get(known.account_id) if known.account_id else None
            self.by_record[known.id] = target
            target.mail = email_key(known.email or "")
            phones = _phones({"phone": known.phone or "", "mobile": known.mobile or ""})
            target.phones = {key: field for field, key in phones.items()}
            self._enter(target, target.key, company, target.mail, ())
            if known.reports_to_id:
                above.append((target, known.reports_to_id))
        for target, chief in above:
            target.above = self.by_record.get(chief)

    def by_id(self, external: str) -> Target | None:
        """The person with this external id."""
        return self._by_external.get(same_id(external))

    def by_name(self, company: Target | None, name: str) -> list[Target]:
        """The people with this name in one company."""
        return self._by_company_and_name.find((company, person_key(name)))

    def find(self, values: Values, company: Target | None) -> tuple[Target, Target | None]:
        """The person that these values mean, a new one if need be, and one that it perhaps is the same as.

        Raises:
            Ambiguous: If several fit.
        """
        name = str(values["name"])
        key = person_key(name)
        external = same_id(str(values.get("external_id", "")))
        mail = email_key(str(values.get("email", "")))
        phones = _phones(values)
        proposal = None
        target = self._by_external.get(external) if external else None
        if target is None:
            target, proposal = self._find(key, company, external, mail, phones.values())
        if target is None:
            target = Target(name, key, external)
        else:
            target.external = target.external or external
            self._move(target, company)
            if self._on_match is OnMatch.OVERWRITE and not target.new:
                self._rewrite(target, name, key, mail, phones)
        target.mail = target.mail or mail
        # A record with an id is found by the name that the book will have, whatever else the file calls it.
        self._enter(target, target.key if external else key, company, mail, phones.values())
        return target, proposal

    def _find(
        self, key: str, company: Target | None, external: str, mail: str, phones: Iterable[str]
    ) -> tuple[Target | None, Target | None]:
        here = self._by_company_and_name.find((company, key), external)
        if mail:
            found = self._by_mail.find(mail, external)
            if len(found) > 1 or mail in self.shared:
                found = self._by_mail_and_name.find((mail, key), external)
            if len(found) > 1:
                found = [one for one in found if one in here] or found
            if found:
                return only(found), None
        for phone in phones:
            found = self._by_phone_and_name.find((phone, key), external)
            if len(found) > 1:
                found = [one for one in found if one in here]
            if len(found) == 1:
                return found[0], None
        free = [one for one in here if not (mail and one.mail and one.mail != mail)]
        if free:
            return only(free), None
        known = here or [one for one in self._by_name.find(key, external) if not (company and self.company[one])]
        return None, known[0] if known else None

    def _move(self, target: Target, company: Target | None) -> None:
        """Let the person be found in the company in which the book will have them."""
        before = self.company[target]
        if company is None or (self._on_match is OnMatch.KEEP and not target.new):
            return
        replaces = self._replaces(target, "company")
        if company is not before and (before is None or replaces):
            self.company[target] = company
            for called in (target.key, *target.aliases):
                self._by_company_and_name.drop((before, called), target)
                self._by_company_and_name.add((company, called), target)

    def _rewrite(self, target: Target, name: str, key: str, mail: str, phones: dict[str, str]) -> None:
        """Let the person be found as the book will have them, so that the same file finds them when it comes again."""
        names = (target.key, *target.aliases)
        if mail and self._replaces(target, "mail") and target.mail not in ("", mail):
            self._by_mail.drop(target.mail, target)
            for called in names:
                self._by_mail_and_name.drop((target.mail, called), target)
            target.mail = mail
        for field, phone in phones.items():
            if self._replaces(target, field):
                for old in [one for one, where in target.phones.items() if where == field and one != phone]:
                    del target.phones[old]
                    for called in names:
                        self._by_phone_and_name.drop((old, called), target)
                target.phones[phone] = field
        if self._replaces(target, "name") and key != target.key:
            self._by_name.drop(target.key, target)
            self._by_company_and_name.drop((self.company[target], target.key), target)
            self._by_mail_and_name.drop((target.mail, target.key), target)
            for phone in target.phones:
                self._by_phone_and_name.drop((phone, target.key), target)
            target.name, target.key = name, key

    def _replaces(self, target: Target, field: str) -> bool:
        """Whether the row is the first to say something about a field that it may overwrite."""
        if target.new or self._on_match is not OnMatch.OVERWRITE or field in target.rewritten:
            return False
        target.rewritten = (*target.rewritten, field)
        return True

    def _enter(self, target: Target, key: str, company: Target | None, mail: str, phones: Iterable[str]) -> None:
        """Let `target` be found by everything that rows have said of it, each name with each address and telephone."""
        if target.external:
            self._by_external.setdefault(target.external, target)
        # A row without a company speaks of the person where the others put them.
        known = self.company.setdefault(target, company)
        if key != target.key and key not in target.aliases:
            target.aliases = (*target.aliases, key)
        for phone in phones:
            target.phones.setdefault(phone, "")
        self._by_name.add(key, target)
        self._by_company_and_name.add((company or known, key), target)
        if mail:
            self._by_mail.add(mail, target)
        for called in (target.key, *target.aliases):
            for address in {mail, target.mail} - {""}:
                self._by_mail_and_name.add((address, called), target)
            for phone in target.phones:
                self._by_phone_and_name.add((phone, called), target)


def _phones(values: Values) -> dict[str, str]:
    """The keys of the telephones, by field."""
    found = {field: phone_key(str(values.get(field, ""))) for field in ("phone", "mobile")}
    return {field: key for field, key in found.items() if key}
