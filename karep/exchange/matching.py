"""Which record a row speaks of: one that is in the book, one that an earlier row made, or a new one.

The evidence, strongest first. An account: its external id; then its name (see `exact_key`), where a common web domain
or telephone decides between several of one name; then a common web domain or telephone together with a name that
differs in nothing but the legal form. A person: the external id; the e-mail address; the telephone together with the
name; the name within one company. Two records whose external ids differ are two, whatever else they have in common.

A name that differs in the legal form only, or a person of the same name with another e-mail address, is proposed to
the rep and never merged. Where the evidence fits several records equally well the row is refused and names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Generic, TypeVar

from karep.db.views.imports import AccountKeys
from karep.exchange.match_rule import OnMatch
from karep.exchange.records import Value
from karep.i18n import _
from karep.rules.matching import company_key, domain_key, phone_key

Values = dict[str, Value]
Key = TypeVar("Key")

MOST_COMPARED: Final = 50
"""Of more records with one key than this only these many are compared, so that no file makes the import crawl."""

_SUFFIX_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class Ambiguous(Exception):
    """A row that fits several records; ``str(error)`` is the reason for its refusal, translated."""


class Target:
    """An account or a person that rows of the file speak of, or could: in the book, or made by this import."""

    __slots__ = (
        "above",
        "aliases",
        "by_reference",
        "changes",
        "claims",
        "external",
        "facts",
        "id",
        "key",
        "mail",
        "name",
        "new",
        "phones",
        "rewritten",
        "told",
        "values",
        "words",
    )

    def __init__(self, name: str, key: str, external: str, *, record: str = "") -> None:
        """A record of the book with the id `record`, or a new one without an id."""
        self.id = record
        self.new = not record
        self.name = name
        self.key = key
        self.external = external
        self.mail = ""
        self.words: list[Values] = []
        """What the book and the rows say of an account, for a closer look."""
        self.phones: dict[str, str] = {}
        """By which telephones a person is found: key to the field in the book, or to nothing."""
        self.above: Target | None = None
        """The parent account, or whom the person reports to."""
        self.values: Values = {}
        """The fields of a new record."""
        self.changes: dict[str, Value] = {}
        """New values for a record of the book."""
        self.claims: set[str] | None = None
        """The fields that a row of this file has spoken about already."""
        self.facts: dict[str, dict[str, Any]] | None = None
        """Facts that the file tells: name to value to the row that said so first."""
        self.aliases: tuple[str, ...] = ()
        """Other names that rows have called it."""
        self.rewritten: tuple[str, ...] = ()
        """By which evidence it is found from now on as a row of this file has it, not as the book has it."""
        self.told = False
        """Whether a row was counted as the one that made it."""
        self.by_reference = False
        """Whether it is known only as the company that a person's row names."""


def same_id(external_id: str) -> str:
    """The external id as it is compared: Salesforce writes one id with 15 characters, or with 18 for safety.

    The last three of the long form follow from which of the first fifteen are capitals; only where they do are
    they left out, so that other systems' ids of 18 characters stay whole.
    """
    if len(external_id) != 18 or not (external_id.isascii() and external_id.isalnum()):
        return external_id
    suffix = "".join(
        _SUFFIX_LETTERS[sum(external_id[start + place].isupper() << place for place in range(5))]
        for start in (0, 5, 10)
    )
    return external_id[:15] if external_id[15:] == suffix else external_id


class Index(Generic[Key]):
    """Records by a key that several may share, those without an external id apart."""

    __slots__ = ("_all", "_free")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._all: dict[Key, list[Target]] = {}
        self._free: dict[Key, list[Target]] = {}

    def add(self, key: Key, target: Target) -> None:
        """Let `target` be found by `key`."""
        known = self._all.get(key)
        if known is None:
            self._all[key] = [target]
        elif target not in known[-MOST_COMPARED:]:
            known.append(target)
        else:
            return
        if not target.external:
            self._free.setdefault(key, []).append(target)

    def drop(self, key: Key, target: Target) -> None:
        """Let `target` be found by `key` no more."""
        for index in (self._all, self._free):
            known = index.get(key)
            if known and target in known:
                known.remove(target)

    def find(self, key: Key, external: str = "") -> list[Target]:
        """Those with this key that a row may mean: one with an external id never means a record with another one."""
        if external:
            found = self._free.get(key)
            return [one for one in found[:MOST_COMPARED] if not one.external] if found else []
        return self._all.get(key, [])[:MOST_COMPARED]


class Accounts:
    """Every account that a row could mean."""

    def __init__(self, book: Iterable[AccountKeys] = (), on_match: OnMatch = OnMatch.FILL) -> None:
        """Begin with the accounts of the book."""
        self._overwrites = on_match is OnMatch.OVERWRITE
        self.by_record: dict[str, Target] = {}
        self._by_external: dict[str, Target] = {}
        self._by_key: Index[str] = Index()
        self._by_stripped: Index[str] = Index()
        above: list[tuple[Target, str]] = []
        for known in book:
            key, stripped = company_key(known.name)
            target = Target(known.name, key, same_id(known.external_id or ""), record=known.id)
            words = {"website": known.website or "", "email": known.email or "", "phone": known.phone or ""}
            target.words.append(dict(words))
            self.by_record[known.id] = target
            self._enter(target, key, stripped)
            if known.parent_id:
                above.append((target, known.parent_id))
        for target, parent in above:
            target.above = self.by_record.get(parent)

    def by_id(self, external: str) -> Target | None:
        """The account with this external id."""
        return self._by_external.get(same_id(external))

    def by_name(self, name: str) -> list[Target]:
        """The accounts with this name."""
        return self._by_key.find(company_key(name)[0])

    def find(self, values: Values, *, reference: bool = False) -> tuple[Target, Target | None]:
        """The account that these values mean, a new one if need be, and one that it perhaps is the same as.

        Args:
            values: What the row says of the account.
            reference: Whether it only names the company of a person, and so gives no account a new name.

        Raises:
            Ambiguous: If several fit.
        """
        name = str(values["name"])
        external = same_id(str(values.get("external_id", "")))
        key, stripped = company_key(name)
        proposal = None
        target = self._by_external.get(external) if external else None
        if target is None:
            target, proposal = self._find(values, key, stripped, external)
        if target is None:
            target = Target(name, key, external)
        elif external and not target.external:
            target.external = external
        if self._overwrites and not target.new:
            self._rewrite(target, values, name, key, may_rename=not reference and bool(external or key == target.key))
        if not external or key == target.key:
            # A record with an id is found by the name that the book will have, whatever else the file calls it.
            self._enter(target, key, stripped)
        elif target.external:
            self._by_external.setdefault(target.external, target)
        target.words.append(values)
        return target, proposal

    def _rewrite(self, target: Target, values: Values, name: str, key: str, *, may_rename: bool) -> None:
        """Let the account be found as the book will have it, so that the same file finds it when it comes again."""
        for field in ("website", "email", "phone"):
            if values.get(field) and field not in target.rewritten:
                target.rewritten = (*target.rewritten, field)
                target.words[0] = {**target.words[0], field: values[field]}
        if may_rename and "name" not in target.rewritten:
            target.rewritten = (*target.rewritten, "name")
            if target.key != key:
                self._by_key.drop(target.key, target)
                self._by_stripped.drop(company_key(target.name)[1], target)
                target.name, target.key = name, key

    def _find(self, values: Values, key: str, stripped: str, external: str) -> tuple[Target | None, Target | None]:
        named = self._by_key.find(key, external)
        if len(named) == 1:
            return named[0], None
        if named:
            near = [one for one in named if _in_common(values, one)]
            return only(near if len(near) == 1 else named), None
        alike = self._by_stripped.find(stripped, external)
        if not alike:
            return None, None
        near = [one for one in alike if _in_common(values, one)]
        if near and (len(near) == 1 or not external):
            return only(near), None
        return None, (near or alike)[0]

    def _enter(self, target: Target, key: str, stripped: str) -> None:
        """Let `target` be found by its id, and by every name that rows have called it."""
        if target.external:
            self._by_external.setdefault(target.external, target)
        self._by_key.add(key, target)
        self._by_stripped.add(stripped, target)


def circle(target: Target, above: Target) -> bool:
    """Whether `target` would stand above itself if `above` stood above it."""
    step: Target | None = above
    seen: set[Target] = set()
    while step is not None and step not in seen:
        if step is target:
            return True
        seen.add(step)
        step = step.above
    return False


def name_of(target: Target) -> str:
    """What to call a record so that two of one name are told apart: by the external id, where there is one."""
    return f"{target.name} ({target.external})" if target.external else target.name


def several(found: list[Target]) -> str:
    """The sentence that names all the records that a row fits."""
    listed = ", ".join(f"“{name_of(one)[:60]}”" for one in found[:4]) + (" …" if len(found) > 4 else "")
    return _("could be any of these {n}: {names}; an external id would decide").format(n=len(found), names=listed)


def only(found: list[Target]) -> Target:
    """The one record that was found.

    Raises:
        Ambiguous: If there are several.
    """
    if len(found) > 1:
        raise Ambiguous(several(found))
    return found[0]


def _in_common(values: Values, target: Target) -> bool:
    """Whether a web domain or a telephone of the row is one of the target's."""
    mine = _places(values)
    return bool(mine) and any(mine & _places(words) for words in target.words[:MOST_COMPARED])


def _places(values: Values) -> set[str]:
    found = {domain_key(str(values.get(field, ""))) for field in ("website", "email")}
    found.add(phone_key(str(values.get("phone", ""))))
    found.discard("")
    return found
