"""Which way to ask for the next yes fits now: by the signals that were seen, the deal's stage and its people."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from karep.frozen import frozen
from karep.rules.vocabulary import STAGES


class Suited(Protocol):
    """A technique, as far as its fitness goes."""

    @property
    def id(self) -> str:
        """Its id, which stays for ever."""
        ...

    @property
    def stages(self) -> Sequence[str]:
        """The stages that it belongs to."""
        ...

    @property
    def signals(self) -> Sequence[str]:
        """The ids of the signals that it answers."""
        ...

    @property
    def roles(self) -> Sequence[str]:
        """The parts in the decision that it suits."""
        ...


@frozen
class Suggestion:
    """A technique with the reasons for it."""

    technique_id: str
    signals: tuple[str, ...]
    """The signals that were seen and that it answers."""
    roles: tuple[str, ...]
    """The parts that it suits and that somebody of the deal has."""
    of_stage: bool
    """Whether it belongs to the deal's stage."""


def nearby(stage: str) -> tuple[str, ...]:
    """A stage, the one after it and the one before it, as far as there are such."""
    place = STAGES.index(stage)
    return tuple(STAGES[one] for one in (place, place + 1, place - 1) if 0 <= one < len(STAGES))


def suggestions(
    techniques: Iterable[Suited], *, stage: str, seen: Collection[str], roles: Sequence[str]
) -> list[Suggestion]:
    """The techniques that answer a signal that was seen, or belong to the deal's stage, the best first.

    What answers more signals comes first; of equals what belongs to the stage; then what suits more of the people.
    What is equal in all of it stays in the order given.

    Args:
        techniques: The techniques of the playbook, in order.
        stage: The deal's stage.
        seen: The ids of the signals that were seen.
        roles: The parts that the deal's people have.
    """
    found = [
        Suggestion(
            one.id,
            tuple(signal for signal in one.signals if signal in seen),
            tuple(dict.fromkeys(role for role in roles if role in one.roles)),
            stage in one.stages,
        )
        for one in techniques
    ]
    fitting = [one for one in found if one.signals or one.of_stage]
    return sorted(fitting, key=lambda one: (-len(one.signals), not one.of_stage, -len(one.roles)))
