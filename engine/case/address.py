"""Addresses: where a thing, a list or a fact stands in a case. Every name of a fact is one form of its address.

>>> case = Address()
>>> hashing = case.member("technologies", "technology", 0)
>>> scans = hashing.fact("scans.text")
>>> scans.text, scans.generic, scans.column
('technologies[0].scans.text', 'technology.scans.text', 'technologies_0_scans_text')
>>> scans.parent.text, hashing.parent.text, case.fact("service.users_in_union").generic
('technologies[0]', 'technologies', 'service.users_in_union')
"""

from __future__ import annotations

from typing import NamedTuple

#: Position of what stands for the items of a list that are not listed.
UNLISTED = "?"


class Step(NamedTuple):
    """One step into a list: the list's key in its holder, the name by which rules speak of an item, the position.

    A position is an index, :data:`UNLISTED`, or ``+1``, ``+2`` ... for items that a completion adds.
    """

    list: str
    item: str
    at: int | str


class Address(NamedTuple):
    """Where something stands in a case: a tuple, since every proof is looked up by it.

    ``steps`` lead from the case into the lists that hold it; ``key`` names a fact or a list of what stands there, and
    is empty for the thing itself (with no steps: the case).
    """

    steps: tuple[Step, ...] = ()
    key: str = ""

    @property
    def text(self) -> str:
        """The form that people and files use: ``technologies[0].scans.text``; empty for the case."""
        parts = [f"{step.list}[{step.at}]" for step in self.steps]
        return ".".join([*parts, self.key] if self.key else parts)

    @property
    def item(self) -> str:
        """The name by which rules speak of the thing: ``technology``; empty for the case."""
        return self.steps[-1].item if self.steps else ""

    @property
    def generic(self) -> str:
        """The form that rules use: ``technology.scans.text``."""
        return f"{self.item}.{self.key}" if self.item and self.key else self.item or self.key

    @property
    def column(self) -> str:
        """The form that tables use: ``technologies_0_scans_text``."""
        parts = [f"{step.list}_{'other' if step.at == UNLISTED else step.at}" for step in self.steps]
        return "_".join([*parts, self.key] if self.key else parts).replace(".", "_")

    @property
    def thing(self) -> Address:
        """The case or the item that a fact or list belongs to; of a thing, the thing itself."""
        return Address(self.steps)

    @property
    def parent(self) -> Address:
        """Of a fact or list the thing that has it, of an item the list that holds it, of the case the case."""
        if self.key or not self.steps:
            return self.thing
        return Address(self.steps[:-1], self.steps[-1].list)

    @property
    def given(self) -> bool:
        """Whether no step leads to an item that a completion adds."""
        return not any(isinstance(step.at, str) and step.at != UNLISTED for step in self.steps)

    @property
    def listed(self) -> bool:
        """Whether every step leads to an item that the case lists, not to one that may exist besides."""
        return all(isinstance(step.at, int) for step in self.steps)

    def fact(self, key: str) -> Address:
        """A fact or list of this thing."""
        return Address(self.steps, key)

    def member(self, list_key: str, item: str, at: int | str) -> Address:
        """An item in a list of this thing."""
        return Address((*self.steps, Step(list_key, item, at)))

    def within(self, list_key: str) -> bool:
        """Whether this is, or stands inside, an item of a list of the case."""
        return bool(self.steps) and self.steps[0].list == list_key
