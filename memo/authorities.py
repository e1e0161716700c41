"""The authorities that a memo cites: every provision once, with the headings under which it was cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from ..rules.citations import ACTS
from ..showing.document import Span

_POINT = re.compile(r"(Article [^,]+), point (\S+?)(,? of .+)?")
_RECITAL = re.compile(r"recital (\d+)( of .+)?")


@dataclass(eq=False)
class Authorities:
    """Collects what is cited while a memo is written; ``here`` is the number of the heading being written."""

    form: Callable[[str], str]
    cited: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    here: str = ""

    def cite(self, provision: str) -> Span:
        """A provision in the Official Journal's form."""
        places = self.cited.setdefault(provision, [])
        if self.here and self.here not in places:
            places.append(self.here)
        return Span(self.form(provision))

    def cite_all(self, provisions: Iterable[str], last: str = "and") -> Span:
        """Several provisions, those of one article together: "Article 3(1), points (b), (e) and (f)"."""
        texts = [self.cite(provision).text for provision in dict.fromkeys(provisions)]
        return Span(_listed([together(shared, list(group)) for shared, group in groupby(texts, shared_form)], last))


def shared_form(citation: str) -> tuple[str, str]:
    """What a citation has in common with its neighbours: kind and act; the citation itself where nothing."""
    if match := _POINT.fullmatch(citation):
        return f"{match[1]}, point", match[3] or ""
    if match := _RECITAL.fullmatch(citation):
        return "recital", match[2] or ""
    return citation, ""


def together(shared: tuple[str, str], citations: list[str]) -> str:
    """Citations that have this in common as one: "recitals 17 and 18 of Directive (EU) 2018/1972"."""
    if len(citations) == 1:
        return citations[0]
    head, act = shared
    parts = [
        (_POINT.fullmatch(each) or [None, None, ""])[2] or (_RECITAL.fullmatch(each) or ["", ""])[1]
        for each in citations
    ]
    return f"{head}s {_listed(parts, 'and')}{act}"


def _listed(parts: list[str], last: str) -> str:
    return f"{', '.join(parts[:-1])}{f' {last} ' if len(parts) > 1 else ''}{parts[-1]}" if parts else ""


def short_act(provision: str) -> str:
    """The short name of the act of a provision; "" is Regulation (EU) 2021/1232."""
    act, _, _ = provision.rpartition(" ")
    return act if act in ACTS else ""


def celex_of(act: str) -> str:
    """The CELEX number of an act by its short name, as its kind, year and number make it: 32016R0679."""
    kind, year, number = ACTS[act].eli.split("/")[:3]
    return f"3{year}{'L' if kind == 'dir' else 'R'}{int(number):04}"
