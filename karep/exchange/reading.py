"""From one row's cells to one record. The columns are sorted once into short lists; a row only runs through them."""

from __future__ import annotations

from karep.exchange.dates import Day, read_date, read_day
from karep.exchange.mapping import ACCOUNT, FACT, LEAVE_OUT, PERSON, Column, ColumnMap
from karep.exchange.names import join_address, join_name
from karep.exchange.records import Record, Refusal, row_text
from karep.exchange.values import (
    BLANKS,
    Converter,
    Unfit,
    clean,
    count,
    flag,
    identifier,
    money,
    phone,
    plain,
    purchases,
    revenue_group,
    roles,
    status,
    tags,
    tier,
    units,
    yes,
)
from karep.i18n import _
from karep.rules.formula import unguard

CONVERTERS: dict[str, Converter] = {
    "account.external_id": identifier,
    "account.parent_external_id": identifier,
    "account.phone": phone,
    "account.tier": tier,
    "account.status": status,
    "account.tags": tags,
    "account.annual_revenue": money,
    "account.employees": count,
    "account.yearly_purchases": purchases,
    "account.yearly_units": units,
    "account.revenue_group": revenue_group,
    "account.province_registered": flag,
    "account.postal_code": identifier,
    "person.external_id": identifier,
    "person.reports_to_external_id": identifier,
    "person.phone": phone,
    "person.mobile": phone,
    "person.wechat": phone,
}

DATE_FIELDS = frozenset(("person.birthday", "person.left_on", "account.agreement_on", "account.registered_on"))

_ADDRESS = ("country", "region", "city", "district", "street", "street2", "postal_code")
_ACCOUNT_ADDRESS = ("street", "street2")
_ACCOUNT_DAYS = ("agreement_on", "registered_on")
_LINKS = ("parent_name", "parent_external_id", "reports_to_name", "reports_to_external_id")
_SPECIAL = frozenset(
    [
        "first_name",
        "middle_name",
        "last_name",
        "birthday",
        "birth_year",
        "birth_month",
        "birth_day",
        "decision_maker",
        "role",
        "left_on",
    ]
)
_COMPANY_WORDS = frozenset(("1", "true", "yes", "y", "是", "company", "公司", "企业", "companies"))
_PERSON_WORDS = frozenset(("", "0", "false", "no", "n", "否", "individual", "person", "个人", "contact"))

Step = tuple[int, str, Converter | None]
Values = dict[str, "str | int"]


class _Steps:
    """The columns of one way to read a row, sorted by what is done with them."""

    def __init__(self, columns: tuple[Column, ...], subject: str) -> None:
        self.subject = subject
        self.headers = {column.index: column.header for column in columns}
        self.account: list[Step] = []
        self.person: list[Step] = []
        self.facts: list[tuple[int, str]] = []
        self.is_company = -1
        for column in columns:
            noun, _dot, name = column.field.rpartition(".")
            step = (column.index, name, CONVERTERS.get(column.field))
            if column.field == FACT:
                self.facts.append((column.index, column.header))
            elif noun == ACCOUNT:
                self.account.append(step)
            elif noun == PERSON:
                self.person.append(step)
            elif column.field == "row.is_company":
                self.is_company = column.index
            elif column.field != LEAVE_OUT:
                self.facts.append((column.index, column.header))
        account_names = {name for _index, name, _converter in self.account}
        person_names = {name for _index, name, _converter in self.person}
        self.account_days = [name for name in _ACCOUNT_DAYS if name in account_names]
        self.account_headers = {name: self.headers[index] for index, name, _converter in self.account}
        self.account_address = bool(account_names.intersection(_ACCOUNT_ADDRESS))
        self.person_address = bool(person_names.intersection(_ADDRESS))
        self.special = bool(person_names & _SPECIAL)
        self.links = [name for name in _LINKS if name in account_names | person_names]
        self.person_headers = {name: self.headers[index] for index, name, _converter in self.person}


class RowReader:
    """Reads rows of one sheet, in order: an account without a name may continue the one above."""

    def __init__(self, columns: ColumnMap, date_order: str | None) -> None:
        """Sort the columns by what is done with them."""
        self._order = date_order
        self._columns = columns
        self._steps = _Steps(columns.columns, columns.subject)
        self._people = _Steps(columns.person_columns, PERSON) if columns.tells_rows_apart else None
        self._above: Values | None = None

    def read(self, line: int, row: list[str]) -> Record | Refusal:
        """Make a record of a row that is as wide as the header, or say why it cannot be one."""
        steps = self._steps
        if self._people is not None:
            word = plain(row[steps.is_company]).removesuffix(".0")
            if word in _PERSON_WORDS:
                steps = self._people
            elif word not in _COMPANY_WORDS:
                return self._refuse(
                    line, row, _("“{word}” does not tell whether this is a company or a person").format(word=word[:40])
                )
        record = Record(line)
        account = self._values(steps.account, row, record, steps, record.account_facts) if steps.account else {}
        person = self._values(steps.person, row, record, steps, record.person_facts) if steps.person else {}
        if steps.facts:
            facts = record.person_facts if steps.subject == PERSON else record.account_facts
            for index, header in steps.facts:
                text = row[index].strip()
                if text not in BLANKS:
                    facts.append((header, text if text[0] != "'" else unguard(text)))
        if steps.account_address:
            _put_address(account, _ACCOUNT_ADDRESS)
        if steps.person_address:
            _put_address(person, _ADDRESS)
        for name in steps.account_days:
            self._account_day(name, account, record, steps)
        if steps.special:
            self._specials(person, record, steps)
        for name in steps.links:
            found = account.pop(name, None) or person.pop(name, None)
            if found:
                record.links[name] = str(found)
        if steps.subject == PERSON:
            return self._of_person(record, account, person, row, steps)
        return self._of_account(record, account, person, row, steps)

    def _values(
        self, plan: list[Step], row: list[str], record: Record, steps: _Steps, facts: list[tuple[str, str]]
    ) -> Values:
        values: Values = {}
        for index, name, convert in plan:
            text = row[index].strip()
            if text in BLANKS:
                continue
            if text[0] == "'":
                text = unguard(text)
            if convert is None:
                values[name] = text
                continue
            value = convert(text)
            if isinstance(value, Unfit):
                _unfit(value, text, steps.headers[index], record, facts)
            else:
                values[name] = value
        return values

    def _specials(self, person: Values, record: Record, steps: _Steps) -> None:
        """Join a name from its parts, and read dates and roles; what does not fit becomes a fact."""
        parts = [str(person.pop(part, "")) for part in ("first_name", "middle_name", "last_name")]
        if "name" not in person and any(parts):
            person["name"] = join_name(*parts)
        for name in ("decision_maker", "role"):
            if text := str(person.pop(name, "")):
                found, whole = _roles_of(name, text)
                record.roles += tuple(role for role in found if role not in record.roles)
                if not whole:
                    record.person_facts.append((steps.person_headers[name], text))
        if text := str(person.pop("left_on", "")):
            left = read_date(text, self._order)
            if isinstance(left, Unfit):
                _unfit(left, text, steps.person_headers["left_on"], record, record.person_facts)
            else:
                person["left_on"] = left
        self._birthday(person, record, steps)

    def _account_day(self, name: str, account: Values, record: Record, steps: _Steps) -> None:
        """Read a day of the account; what is none becomes a fact."""
        if text := str(account.pop(name, "")):
            found = read_date(text, self._order)
            if isinstance(found, Unfit):
                _unfit(found, text, steps.account_headers[name], record, record.account_facts)
            else:
                account[name] = found

    def _birthday(self, person: Values, record: Record, steps: _Steps) -> None:
        numbers = [str(person.pop(f"birth_{part}", "")) for part in ("year", "month", "day")]
        header = steps.person_headers.get("birthday", "")
        text = str(person.pop("birthday", ""))
        if not text and numbers[1] and numbers[2]:
            text = "-".join((numbers[0] or "1604", numbers[1], numbers[2]))
            header = steps.person_headers["birth_day"]
        if not text:
            return
        found = read_day(text, self._order)
        if isinstance(found, Day):
            record.birthday = found
        else:
            _unfit(found, text, header, record, record.person_facts)

    def _of_account(
        self, record: Record, account: Values, person: Values, row: list[str], steps: _Steps
    ) -> Record | Refusal:
        if "name" not in account and self._columns.continues and person and self._above is not None:
            account = {"name": self._above["name"], **account}
        if "name" not in account:
            return self._refuse(record.line, row, _("has no account name"))
        record.account = self._above = account
        if "name" in person:
            record.person = person
        elif steps.person:
            _move(row, steps.person, steps, record, record.account_facts)
            record.person_facts, record.roles, record.birthday = [], (), None
        return record

    def _of_person(
        self, record: Record, account: Values, person: Values, row: list[str], steps: _Steps
    ) -> Record | Refusal:
        if "name" not in person:
            if "email" not in person:
                return self._refuse(record.line, row, _("has no person's name"))
            person["name"] = person["email"]
            record.warnings += (_("has no person's name; the e-mail address stands in for it"),)
        record.person = person
        if "name" in account:
            record.account = account
            return record
        number = account.pop("external_id", None)
        if number:
            record.links["account_external_id"] = str(number)
        if account or record.account_facts:
            _move(row, [step for step in steps.account if step[1] != "external_id"], steps, record, record.person_facts)
            record.account_facts = []
            record.links.pop("parent_name", None)
            record.links.pop("parent_external_id", None)
        return record

    def _refuse(self, line: int, row: list[str], reason: str) -> Refusal:
        return Refusal(line, reason, row_text(row))


def _put_address(values: Values, names: tuple[str, ...]) -> None:
    parts = {name: str(values.pop(name)) for name in names if name in values}
    if parts:
        values["address"] = join_address(parts)


def _roles_of(name: str, text: str) -> tuple[tuple[str, ...], bool]:
    if name == "role":
        return roles(text)
    answer = yes(text)
    if answer is None:
        return (), False
    return (("decision_maker",) if answer else ()), True


def _unfit(value: Unfit, text: str, header: str, record: Record, facts: list[tuple[str, str]]) -> None:
    if value.keep:
        facts.append((header, text))
    if value.reason:
        record.warnings += (_("{column}: {reason}").format(column=header, reason=value.reason),)


def _move(row: list[str], plan: list[Step], steps: _Steps, record: Record, facts: list[tuple[str, str]]) -> None:
    """Keep cells as facts when the row names nobody they could belong to."""
    for index, _name, convert in plan:
        text = clean(row[index])
        if not text:
            continue
        value = convert(text) if convert is not None else text
        if not (isinstance(value, Unfit) and not value.keep):
            facts.append((steps.headers[index], text))
