"""The table of authorities: the acts, the judgments and positions that the answer uses, the provisions cited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import cast

from ...rules.acts import load_acts
from ...rules.authorities import Authority
from ...rules.citation_styles import together_key
from ...rules.citations import ACTS, eli
from ...rules.cited import Cited, cited_in
from ...showing.authorities import cite, marks
from ...showing.document import Block, Inline, Paragraph, Span, Table, inline
from ...showing.words import sentence
from ..authorities import celex_of, short_act
from ..dossier import Dossier


def authorities(dossier: Dossier) -> Iterator[Block]:
    """The acts cited with CELEX and ELI; what the answer argues with; every provision cited, those of one article
    together, with its link and the headings that cite it."""
    yield dossier.heading(1, "Table of authorities")
    cited = dossier.authorities.cited
    acts = list(dict.fromkeys(["", "ePD", "EECC", *map(short_act, cited)]))
    order = [act for act in ACTS if act in acts]
    yield Table(
        "Acts", ("Act", "Official Journal", "CELEX", "ELI"), tuple(_act(act) for act in order), (0.24, 0.25, 0.12, 0.39)
    )
    used = _used(dossier)
    if used:
        yield Table(
            "Judgments, opinions and positions used",
            ("Authority", "What it holds", "To be weighed"),
            tuple(_position(each) for each in used),
            (0.36, 0.42, 0.22),
        )
    rows = tuple(_provisions(dossier))
    if rows:
        yield Table("Provisions and recitals cited", ("Provision", "Cited under", "ELI"), rows, (0.34, 0.2, 0.46))
        yield Paragraph(inline("The links lead as near to the provision as such links are known to resolve."), "small")


def _used(dossier: Dossier) -> list[Cited]:
    """Those of the authorities found that the answer argues with, each point once."""
    own = cast("tuple[Authority, ...]", dossier.assessment.subject.authorities)
    answer = dossier.answer
    named = [each.authority for each in (*answer.arguments_for, *answer.arguments_against)]
    found: dict[tuple[str, str], Cited] = {}
    for each in cited_in(dossier.assessment, own):
        if any(each.authority.id in name for name in named):
            found.setdefault((each.authority.id, each.point.holds), each)
    return list(found.values())


def _position(each: Cited) -> tuple[Inline, ...]:
    at = f", {each.point.at}" if each.point.at else ""
    weigh = "; ".join(marks(each.authority, each.later)) or "nothing noted"
    return inline(f"{cite(each.authority)}{at}"), inline(sentence(each.point.holds.strip())), inline(weigh)


def _provisions(dossier: Dossier) -> Iterator[tuple[Inline, ...]]:
    cited = dossier.authorities.cited
    for _, group in groupby(sorted(cited, key=_order), together_key):
        paths = list(group)
        places = dict.fromkeys(place for path in paths for place in cited[path])
        steps = zip(*(eli(path).split("/") for path in paths), strict=False)
        link = "/".join(step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps))
        text = dossier.authorities.style.together(paths)
        yield (
            inline(text[:1].upper() + text[1:]),
            inline(", ".join(places)),
            inline(Span(link, href=link)),
        )


def _act(act: str) -> tuple[Inline, ...]:
    name, link = ACTS[act].name, f"http://data.europa.eu/eli/{ACTS[act].eli}/oj"
    known = next((each for each in load_acts().values() if each.name == name), None)
    return (
        inline(name),
        inline(known.oj if known is not None else "–"),
        inline(celex_of(act)),
        inline(Span(link, href=link)),
    )


def _order(path: str) -> tuple[int, int, tuple[tuple[int, int, str], ...]]:
    """Provisions in the order of acts and articles, recitals last."""
    act = short_act(path)
    body = path.removeprefix(f"{act} ") if act else path
    pieces = body.replace("/", "(").replace(")", "").replace("rec.", "rec(").split("(")
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
    keys: list[tuple[int, int, str]] = []
    for depth, piece in enumerate(pieces):
        number = int(piece) if piece.isdigit() else roman.get(piece, 0) if depth >= 3 else 0
        keys.append((0 if piece.isdigit() else 1, number, piece))
    return list(ACTS).index(act), int(body.startswith("rec.")), tuple(keys)
