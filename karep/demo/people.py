"""The sample's accounts and the people in them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from unicodedata import normalize

from karep.demo.rows import Rows
from karep.demo.tables import Company, Human, Tongue
from karep.rules.lunar import to_lunar
from karep.rules.matching import company_key, person_key

_MINOR_UNITS = 100
_MILLION = 1_000_000
_OLDEST_FIRST_ORDER = 9
_SOON = {0: 4, 3: 1, 6: 7, 9: 10, 12: 13}
"""Days until the birthday of the first person of the company at a place of the list."""


@dataclass(slots=True)
class Seated:
    """An account of the sample that has its rows: the ids by which the story refers to it and its people."""

    company: Company
    tongue: Tongue
    random: Random
    account_id: str
    people: dict[str, str] = field(default_factory=dict)
    """The ids by name."""


def seat(rows: Rows, tongue: Tongue, place: int, parents: dict[str, str]) -> Seated:
    """Add the company at `place` of its list, its people and their days; `parents` are account ids by name."""
    company = tongue.companies[place]
    # a generator of its own for each account: a changed table leaves the other accounts as they were
    seated = Seated(company, tongue, Random(f"karep/{company.name}"), _account(rows, tongue, place, parents))
    for number, human in enumerate(company.people):
        seated.people[human.name] = _person(rows, seated, human, _serial(tongue, place, number))
        _preferences_and_roles(rows, seated, human)
        _days(rows, seated, human, soon=_SOON.get(place) if number == 0 else None)
    _account_days(rows, seated, place)
    for name, value, source, confidence in company.facts:
        dated = rows.day(seated.random.randint(20, 200))
        rows.add("fact", account_id=seated.account_id, name=name, value=value, source=source, dated=dated,
                 confidence=confidence)  # fmt: skip
    return seated


def _account(rows: Rows, tongue: Tongue, place: int, parents: dict[str, str]) -> str:
    company = tongue.companies[place]
    where = company.place
    return rows.add(
        "account",
        name=company.name,
        short_name=company.short,
        external_id=f"{tongue.code.upper()}-{place + 1:03}",
        kind=company.kind,
        industry=company.industry,
        region=where.region,
        country=where.country,
        city=where.city,
        address=where.street,
        postal_code=where.postal_code,
        phone=f"{where.dial} 555 {100 + place:04}",
        email=f"office@{company.domain}.example",
        website=f"https://www.{company.domain}.example",
        tier=company.tier,
        status=company.status,
        owner=tongue.owner,
        backup=None if company.tier == "gold" else tongue.backup,
        parent_id=parents.get(company.parent),
        lead_source=company.source,
        tags=company.tags,
        annual_revenue=company.revenue * _MILLION * _MINOR_UNITS,
        employees=company.employees,
        note=company.note,
        match_key=company_key(company.name)[0],
    )


def _serial(tongue: Tongue, place: int, number: int) -> int:
    """The person's number in the language's half, behind those of the accounts."""
    return len(tongue.companies) + sum(len(company.people) for company in tongue.companies[:place]) + number


def _person(rows: Rows, seated: Seated, human: Human, serial: int) -> str:
    return rows.add(
        "person",
        account_id=seated.account_id,
        name=human.name,
        form_of_address=human.address,
        title=human.title,
        department=human.department,
        reports_to_id=seated.people.get(human.boss),
        stance=human.stance,
        strength=human.strength,
        left_on=rows.day(human.left_ago) if human.left_ago else None,
        placeholder=human.placeholder,
        note=human.note,
        match_key=person_key(human.name),
        **({} if human.placeholder else _ways_to_reach(seated, human, serial)),
    )


def _ways_to_reach(seated: Seated, human: Human, serial: int) -> dict[str, str]:
    company = seated.company
    if seated.tongue.code == "zh":
        return {
            "mobile": f"138 0000 {100 + serial:04}",
            "wechat": f"{company.domain}_{serial}",
            "email": f"m{serial:04}@{company.domain}.example",
        }
    plain = normalize("NFKD", human.name).encode("ascii", "ignore").decode().lower()
    box = ".".join(word for word in plain.split() if word != "dr.")
    return {"phone": f"{company.place.dial} 555 {100 + serial:04}", "email": f"{box}@{company.domain}.example"}


def _preferences_and_roles(rows: Rows, seated: Seated, human: Human) -> None:
    person = seated.people[human.name]
    for role in human.roles.split():
        rows.add("role", person_id=person, account_id=seated.account_id, role=role)
    for kind, text in human.likes:
        private = "internal" if kind in ("communication", "work_style", "topic") else "personal"
        privacy = "sensitive" if kind.endswith("!") else private
        rows.add("preference", person_id=person, kind=kind.rstrip("!"), text=text, privacy=privacy)


def _days(rows: Rows, seated: Seated, human: Human, *, soon: int | None) -> None:
    """A birthday for most people, some by the lunar calendar; a day of their work for a few."""
    random, person = seated.random, seated.people[human.name]
    known, lunar = random.random() < 0.6, seated.tongue.code == "zh" and random.random() < 0.5
    born = rows.today.year - random.randint(29, 58) if random.random() < 0.5 else None
    month, day = random.randint(1, 12), random.randint(1, 28)
    if human.placeholder or not (known or soon):
        return
    if soon:
        _birthday_on(rows, person, rows.today + timedelta(days=soon), born, lunar=seated.tongue.code == "zh")
    else:
        rows.add("occasion", person_id=person, kind="birthday", month=month, day=day, year=born,
                 calendar="lunar" if lunar else "solar")  # fmt: skip
    if random.random() < 0.12:
        rows.add("occasion", person_id=person, kind="anniversary", label=seated.tongue.labels["work"],
                 month=day % 12 + 1, day=month, year=rows.today.year - random.randint(3, 20))  # fmt: skip


def _birthday_on(rows: Rows, person: str, day: date, born: int | None, *, lunar: bool) -> None:
    other = to_lunar(day) if lunar else None
    if other:
        rows.add("occasion", person_id=person, kind="birthday", month=other.month, day=other.day, year=born,
                 calendar="lunar")  # fmt: skip
    else:
        rows.add("occasion", person_id=person, kind="birthday", month=day.month, day=day.day, year=None)


def _account_days(rows: Rows, seated: Seated, place: int) -> None:
    company, labels, random = seated.company, seated.tongue.labels, seated.random
    month, day, years = random.randint(1, 12), random.randint(1, 28), random.randint(2, _OLDEST_FIRST_ORDER)

    def add(kind: str, month: int, day: int | None, year: int | None = None) -> None:
        rows.add("occasion", account_id=seated.account_id, kind=kind, label=labels[kind], month=month, day=day,
                 year=year)  # fmt: skip

    if company.customer:
        add("anniversary", month, day, rows.today.year - years)
    if company.contract_end is not None:
        end = rows.today + timedelta(days=company.contract_end)
        add("contract_end", end.month, end.day, end.year)
    if company.budget_month is not None:
        add("budget", company.budget_month, None)
    if place % 6 == 1:
        add("other", day % 12 + 1, month)
    if place == 15:
        add("memorial", 5, 12)
