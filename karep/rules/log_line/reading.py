"""Reading a log line: every word of it becomes a part that is stored, or stays in the summary as it was typed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from karep.rules.cadence import DEFAULT_SETTINGS, CadenceSettings, proposed_day
from karep.rules.date_words import Order, find_when, parse_when
from karep.rules.log_line import values
from karep.rules.log_line.head import Reader, Said, left_over
from karep.rules.log_line.kinds import kind_of, kind_within
from karep.rules.log_line.names import Names, attendee, capitals_within, forms_within, mentioned
from karep.rules.log_line.pieces import Cut, Line, cut, tidy
from karep.rules.log_line.stage_words import stage_at
from karep.rules.log_line.understood import (
    AtHand,
    Attendee,
    Book,
    Candidate,
    Doubt,
    NextStep,
    Part,
    PartKind,
    Question,
    Understood,
)
from karep.rules.matching import fold
from karep.rules.money import parse_money

LONGEST_LINE: Final = 20_000
"""Of a longer line everything behind is summary."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line is read against."""

    at_hand: AtHand
    book: Book
    today: date
    order: Order = "ymd"
    cadence: CadenceSettings = DEFAULT_SETTINGS


def read_line(text: str, asked: Asked) -> Understood:
    """Everything that a log line says. Never raises; every word is in a part or in the summary.

    Where no account is at hand the line is read against the whole book first; when that leaves one account, it is
    read once more among its people.
    """
    line = Line.of(text[:LONGEST_LINE])
    pieces = cut(line)
    first = _Reading(pieces, asked, text)
    if asked.at_hand.account is not None and not first.names_another_account():
        if not asked.at_hand.is_listed or first.is_about_the_account():
            return first.understood()
        listed, first = first, _Reading(pieces, replace(asked, at_hand=AtHand()), text)
        if not (found := first.accounts()) or asked.at_hand.account in found:
            return listed.understood()
    else:
        found = first.accounts()
    if len(found) != 1:
        return replace(first.understood(), questions=(first.question(found),))
    words = frozenset(one.word for one in first.said if one.accounts)
    return _Reading(
        pieces, replace(asked, at_hand=asked.book.at_hand(found[0].id)), text, words, said=True
    ).understood()


class _Reading:
    """One reading of the pieces of a line."""

    def __init__(
        self, pieces: Cut, asked: Asked, text: str, account_words: frozenset[str] = frozenset(), *, said: bool = False
    ) -> None:
        self.pieces, self.asked, self.text = pieces, asked, text
        self.account_said = said
        self.names = Names(asked.at_hand, asked.book, account_words)
        self.reader = Reader(pieces.rest, self.names, asked.today, asked.order)
        self.doubts: list[Doubt] = []
        self.subjects: list[Attendee] = []
        """Who is named at the head and begins a sentence: the words stay in it."""
        self.kept: list[Part] = []
        """Labelled parts that could not be stored as meant: their words stay in the summary."""
        self.labelled = {kind: tuple(one for one in pieces.labelled if one.kind == kind) for kind in _KINDS}
        self.said = self._said()
        self.left = self._left()
        self.people = self._people()

    # --- the text ----------------------------------------------------------------------------------------------------

    def words(self, part: Part) -> str:
        """What stands behind the label of a part."""
        return self.pieces.rest.text[part.value_start : part.end]

    def _value(self, kind: PartKind) -> str:
        return " ".join(tidy(self.words(part)) for part in self.labelled[kind])

    def _said(self) -> list[Said]:
        known: set[PartKind] = {part.kind for part in self.pieces.labelled}
        said: list[Said] = []
        for number, (start, end) in enumerate(self.pieces.free):
            head, subjects = self.reader.head(start, end) if number == 0 else ([], [])
            at = head[-1].part.end if head else start
            self.subjects += subjects
            said += head
            said += self.reader.alone(at, end, known | {one.part.kind for one in said})
        return said

    def _left(self) -> list[tuple[int, int]]:
        taken = [*(one.part for one in self.said), *self.pieces.tags, *self.pieces.private]
        return [
            left
            for start, end in self.pieces.free
            for left in left_over(start, end, [part for part in taken if start <= part.start < end])
        ]

    def _sentences(self) -> str:
        return "\n".join(self.pieces.rest.text[start:end] for start, end in self.left)

    # --- whom it is about --------------------------------------------------------------------------------------------

    def _people(self) -> tuple[Attendee, ...]:
        found = [one.attendee for one in self.said if one.attendee is not None] + self.subjects
        for part in self.labelled["person"]:
            for word in filter(None, map(tidy, values.NAMES_APART.split(self.words(part)))):
                found.append(attendee(word, self.names.people(word)))
        if not found:
            found = self._mentioned()
        if not found and self.asked.at_hand.person is not None:
            person = self.asked.at_hand.person
            found = [Attendee(person.name, person)]
        return tuple({(one.person.id if one.person else one.word): one for one in found}.values())

    def _mentioned(self) -> list[Attendee]:
        """Who is spoken of in the sentences, where nobody is named apart; the words stay where they are."""
        text = self._sentences()
        if self.asked.at_hand.account is not None:
            folded = Line.of(text).folded
            return [Attendee(word, one) for _at, word, one in mentioned(text, folded, self.asked.at_hand.people)]
        return [attendee(word, found) for word in forms_within(text) if (found := self.names.people(word))]

    def names_another_account(self) -> bool:
        """Whether a label says that it is about an account other than the one at hand."""
        account = self.asked.at_hand.account
        named = self._value("account")
        return (
            bool(named) and account is not None and fold(named) not in (fold(account.name), fold(account.title or ""))
        )

    def is_about_the_account(self) -> bool:
        """Whether the line names the account at hand, or somebody there."""
        account = self.asked.at_hand.account
        theirs = [one.account_id for who in self.people for one in (who.person, *who.choices) if one]
        return account is not None and (account.id in theirs or any(one.accounts for one in self.said))

    def accounts(self) -> list[Candidate]:
        """The accounts that the line may be about, by what it names and by whose people it names."""
        named = self._value("account")
        groups = [self.asked.book.accounts_called(named)] if named else []
        groups += [one.accounts for one in self.said if one.accounts]
        if not groups and not self.people:
            groups += filter(None, map(self.names.accounts, capitals_within(self.pieces.rest.text)))
        found = {one.id: one for group in groups for one in group}
        for person in self.people:
            theirs = {
                one.account_id: Candidate(one.account_id, one.account_name)
                for one in ((person.person,) if person.person else person.choices)
                if one.account_id
            }
            common = {key: one for key, one in found.items() if key in theirs}
            found = common or found or theirs
        if len(found) > 1:
            given = fold(self.text)
            spoken = [one for one in found.values() if _is_spoken_of(one, given)]
            return spoken if len(spoken) == 1 else list(found.values())
        return list(found.values())

    def question(self, found: list[Candidate]) -> Question:
        """What must be asked when the account is not clear."""
        named = self._value("account") or next((one.word for one in self.said if one.accounts), "")
        if not found and not named:
            return Question("who")
        part = next((one.part for one in self.said if one.accounts), next(iter(self.labelled["account"]), None))
        return Question("account", named, tuple(found), part)

    def _questions(self) -> tuple[Question, ...]:
        parts = {one.attendee.word: one.part for one in self.said if one.attendee}
        return tuple(
            Question("person", one.word, one.choices, parts.get(one.word)) for one in self.people if one.choices
        )

    # --- everything else ----------------------------------------------------------------------------------------------

    def understood(self) -> Understood:
        """What will be stored."""
        kind, kind_said = self._kind()
        day, at = self._when()
        deal = self._deal()
        stage, stage_reason = self._stage(deal)
        amount = self._amount(deal)
        promises = [
            one
            for part in (*self.labelled["ours"], *self.labelled["theirs"])
            for one in values.promises(part.kind == "ours", self.words(part), self.asked.today, self.asked.order)
        ]
        steps = self._next_steps(deal)
        self._note_days_ahead()
        self._note_who_is_elsewhere()
        return Understood(
            self.text,
            parts=self._parts(),
            account=self.asked.at_hand.account,
            account_said=self.account_said,
            people=self.people,
            deal=deal,
            kind=kind,
            kind_said=kind_said,
            day=day,
            at=at,
            purpose=self._value("purpose"),
            summary=self._summary(),
            outcome=self._value("outcome"),
            colleagues=self._value("colleagues"),
            tags=tuple(dict.fromkeys(self.text[one.value_start : one.end] for one in self.pieces.tags)),
            private_note=self._private_note(),
            promises=tuple(promises),
            objections=tuple(values.objection(self.words(part)) for part in self.labelled["objection"]),
            needs=tuple(tidy(self.words(part)) for part in self.labelled["need"]),
            rivals=tuple(one for part in self.labelled["rival"] for one in values.rivals(self.words(part))),
            next_steps=steps,
            proposal=None if steps else self._proposal(deal),
            stage=stage,
            stage_reason=stage_reason,
            amount=amount,
            questions=self._questions(),
            doubts=tuple(self.doubts),
        )

    def _parts(self) -> tuple[Part, ...]:
        dropped = set(self.kept)
        taken = [one for one in self.pieces.labelled if one not in dropped]
        sentences = [
            Part("summary", start, end, start) for start, end in self.left if tidy(self.pieces.rest.text[start:end])
        ]
        sentences += [Part("summary", one.start, one.end, one.start) for one in self.kept]
        found = [*sentences, *(one.part for one in self.said), *taken]
        found = [piece for part in found for piece in self._around_what_is_apart(part)]
        found += [*self.pieces.private, *self.pieces.tags]
        if len(self.text) > LONGEST_LINE:
            found.append(Part("summary", LONGEST_LINE, len(self.text), LONGEST_LINE))
        return tuple(sorted(found, key=lambda part: part.start))

    def _around_what_is_apart(self, part: Part) -> list[Part]:
        """A part without the tags and sentences in confidence that stand in the middle of it."""
        inside = [
            one for one in (*self.pieces.private, *self.pieces.tags) if part.start < one.end and one.start < part.end
        ]
        if not inside:
            return [part]
        return [
            Part(part.kind, start, end, min(max(start, part.value_start), end))
            for start, end in left_over(part.start, part.end, inside)
            if tidy(self.pieces.rest.text[start:end])
        ]

    def _summary(self) -> str:
        pieces = [(start, self.pieces.rest.text[start:end]) for start, end in self.left]
        pieces += [(part.start, self.words(part)) for part in self.labelled["summary"]]
        pieces += [(part.start, self.pieces.rest.text[part.start : part.end]) for part in self.kept]
        if len(self.text) > LONGEST_LINE:
            pieces.append((LONGEST_LINE, self.text[LONGEST_LINE:]))
        return " ".join(filter(None, (tidy(words) for _start, words in sorted(pieces))))

    def _private_note(self) -> str:
        pieces = [(one.start, self.text[one.value_start : one.end]) for one in self.pieces.private]
        pieces += [(one.start, self.words(one)) for one in self.labelled["private"]]
        return "\n".join(filter(None, (" ".join(words.split()) for _start, words in sorted(pieces))))

    def _keep(self, kind: PartKind, doubt: Doubt) -> None:
        """Let the words of a labelled part stay in the summary, label and all."""
        self.doubts.append(doubt)
        self.kept += self.labelled[kind]

    def _kind(self) -> tuple[str, bool]:
        if self.labelled["kind"]:
            found = kind_of(Line.of(self._value("kind")).folded)
            if found:
                return found, True
            self.kept += self.labelled["kind"]
        found = next((one.kind for one in self.said if one.kind), None) or kind_within(
            Line.of(self._sentences()).folded
        )
        return (found, True) if found else ("visit", False)

    def _when(self) -> tuple[date | None, values.TimeOfDay]:
        if self.labelled["when"]:
            words = self._value("when")
            found = parse_when(words, self.asked.today, order=self.asked.order, past=True)
            if found and found.day <= self.asked.today:
                return found.day, found.time
            self._keep("when", Doubt("future" if found else "due", words, self.labelled["when"][0]))
        said = next((one for one in self.said if one.part.kind == "when"), None)
        return (said.day, said.at) if said else (None, None)

    def _note_days_ahead(self) -> None:
        """Say that a day ahead at the head of the line is no day on which something happened."""
        for start, end in self.left[:1]:
            words = self.pieces.rest.text[start:end]
            found = find_when(words, self.asked.today, order=self.asked.order)
            if found and not tidy(words[: found.start]) and found.when.day > self.asked.today:
                at = start + found.start
                self.doubts.append(Doubt("future", found.when.matched, Part("summary", at, start + found.end, at)))

    def _note_who_is_elsewhere(self) -> None:
        """Say of a new person that somebody of another account is called so."""
        for one in self.people:
            if one.is_new and self.asked.at_hand.account is not None:
                known = self.asked.book.people_called(one.word)
                if len(known) == 1:
                    self.doubts.append(Doubt("elsewhere", one.word, None, known[0]))

    # --- the deal ----------------------------------------------------------------------------------------------------

    def _deal(self) -> Candidate | None:
        deals = self.asked.at_hand.deals
        if self.labelled["deal"]:
            wanted = fold(self._value("deal"))
            exact = [one for one in deals if fold(one.name) == wanted]
            found = exact or [one for one in deals if wanted and wanted in fold(one.name)]
            if len(found) == 1:
                return found[0]
            self._keep("deal", Doubt("deal", self._value("deal"), self.labelled["deal"][0]))
        return self.asked.at_hand.deal or (deals[0] if len(deals) == 1 else None)

    def _stage(self, deal: Candidate | None) -> tuple[str, str]:
        if not self.labelled["stage"]:
            return "", ""
        words = self._value("stage")
        found = stage_at(Line.of(words).folded)
        if found is None or deal is None:
            self._keep("stage", Doubt("stage" if found is None else "deal", words, self.labelled["stage"][0]))
            return "", ""
        stage, end = found
        return ("" if stage == deal.title else stage), tidy(words[end:])

    def _amount(self, deal: Candidate | None) -> int | None:
        said = next((one for one in self.said if one.money is not None), None)
        if self.labelled["amount"]:
            words = self._value("amount")
            money = parse_money(words)
            if money is None or money.minor < 0 or deal is None:
                no_amount = money is None or money.minor < 0
                self._keep("amount", Doubt("amount" if no_amount else "deal", words, self.labelled["amount"][0]))
                return None
            return money.minor
        if said is None or said.money is None:
            return None
        if deal is None:
            self.said.remove(said)
            self.left = self._left()
            self.doubts.append(Doubt("deal", self.text[said.part.start : said.part.end], said.part))
            return None
        return said.money.minor

    # --- what comes next ---------------------------------------------------------------------------------------------

    def _next_steps(self, deal: Candidate | None) -> tuple[NextStep, ...]:
        fallback = self._rhythm(deal)
        return tuple(
            values.next_step(self.words(part), self.asked.today, self.asked.order, fallback)
            for part in self.labelled["next"]
        )

    def _rhythm(self, deal: Candidate | None) -> date:
        """The day that the tier's rhythm gives; a deal that is being worked on needs one within a week."""
        stage = deal.title if deal else None
        return proposed_day(self.asked.at_hand.tier, stage, self.asked.today, self.asked.cadence)

    def _proposal(self, deal: Candidate | None) -> NextStep:
        """A day ahead that the sentences speak of, else the rhythm's day."""
        found = find_when(self._sentences(), self.asked.today, order=self.asked.order)
        if found and found.when.day > self.asked.today:
            return NextStep("", found.when.day, found.when.time)
        return NextStep("", self._rhythm(deal), due_said=False)


_KINDS: Final[tuple[PartKind, ...]] = (
    "account", "person", "kind", "when", "summary", "objection", "ours", "theirs", "next", "rival", "need", "stage",
    "amount", "deal", "purpose", "outcome", "colleagues", "private",
)  # fmt: skip


def _is_spoken_of(account: Candidate, given: str) -> bool:
    names = (fold(account.name), fold(account.title or ""))
    return any(name and name in given for name in names)
