"""What is searched: of each noun the columns, and as what each of them is looked through."""

from collections.abc import Sequence
from typing import Any, Final

from karep.frozen import frozen
from karep.rules.privacy import outward

Values = Sequence[Any]
Texts = Sequence[str | None]


@frozen
class Searched:
    """Which columns of a noun are searched, and as what."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    """The column of the tier, where there is one."""

    confidential: tuple[str, ...] = ()
    """Texts that only the rep's own search goes through: nobody else finds anything by them."""

    addressed: bool = False
    """Whether it is somebody who is also called by surname and title, as 曾总."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them: names, telephone numbers, texts, those in confidence, the tier."""
        return self.names + self.phones + self.texts + self.confidential + self.tier

    def split(self, values: Values, *, private: bool = True) -> tuple[Texts, Texts, Texts]:
        """What the record is called, its telephone numbers and its other texts, from the values of its columns.

        What was said in confidence is among the texts only with `private`: fields, and lines that begin with ``!!``.
        """
        phones = len(self.names)
        texts = phones + len(self.phones)
        end = texts + len(self.texts) + (len(self.confidential) if private else 0)
        names = values[:phones]
        if self.addressed:
            from karep.rules.forms_of_address import forms_of_address

            given = dict(zip(self.columns, values, strict=False))
            names = (*names, *forms_of_address(given["name"], given["title"]))
        told = values[texts:end]
        return names, values[phones:texts], told if private else [outward(one) if one else one for one in told]


SEARCHED: Final = {
    "account": Searched(
        names=("name", "short_name"),
        phones=("phone",),
        texts=(
            *(
                "external_id",
                "industry",
                "region",
                "country",
                "city",
                "district",
                "address",
                "email",
                "website",
                "owner",
                "tags",
            ),
            *("lead_source", "note"),
        ),
        tier=("tier",),
    ),
    "person": Searched(
        names=("name", "form_of_address"),
        phones=("phone", "mobile"),
        texts=("title", "department", "email", "wechat", "external_id", "note", "counterpart"),
        confidential=("pram_plan", "pram_relationship", "pram_agreement", "pram_maintenance"),
        addressed=True,
    ),
    "opportunity": Searched(names=("name",), texts=("note", "lost_reason", "external_id")),
    "touch": Searched(texts=("purpose", "summary", "outcome", "our_people", "tags"), confidential=("private_note",)),
    "promise": Searched(texts=("what", "moved_reason")),
    "follow_up": Searched(texts=("what", "aim", "expected_questions", "disputes", "moved_reason", "place")),
    "preference": Searched(texts=("text",)),
    "fact": Searched(texts=("name", "value", "source")),
    "objection": Searched(texts=("words", "clarified", "answer", "evidence")),
    "need": Searched(texts=("what", "problem", "cause", "effect", "value")),
    "competitor": Searched(names=("name",), texts=("note",)),
    "concession": Searched(confidential=("give", "get")),
    "remark": Searched(texts=("text", "department")),
}
"""The nouns that are searched. The bottom line of a visit is not in the index, so that it is found by nobody."""
