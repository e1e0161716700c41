"""The authorities that a memo cites: every provision once, with the headings under which it was cited."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ..rules.citation_styles import Style
from ..rules.citations import ACTS
from ..showing.document import Span


class Authorities(Struct, eq=False):
    """Collects what is cited while a memo is written; ``here`` is the number of the heading being written."""

    style: Style
    cited: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    here: str = ""

    def cite(self, provision: str) -> Span:
        """A provision in the style of the memo."""
        places = self.cited.setdefault(provision, [])
        if self.here and self.here not in places:
            places.append(self.here)
        return Span(self.style(provision))

    def cite_all(self, provisions: Iterable[str]) -> Span:
        """Several provisions, those of one article together: "Article 3(1), points (b), (e) and (f)"."""
        named = list(dict.fromkeys(provisions))
        for provision in named:
            self.cite(provision)
        return Span(self.style.listed(named))


def short_act(provision: str) -> str:
    """The short name of the act of a provision; "" is Regulation (EU) 2021/1232."""
    act, _, _ = provision.rpartition(" ")
    return act if act in ACTS else ""


def celex_of(act: str) -> str:
    """The CELEX number of an act by its short name, as its kind, year and number make it: 32016R0679."""
    kind, year, number = ACTS[act].eli.split("/")[:3]
    return f"3{year}{'L' if kind == 'dir' else 'R'}{int(number):04}"
