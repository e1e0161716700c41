"""Pinpoints as lawyers write them, in the styles that they use: the one place that makes a citation of a path.

- ``oj``: the Official Journal in English, "Article 3(1), point (g)(vii)(3)" (Interinstitutional Style Guide, 3.2.3).
- ``oscola``: "art 3(1)(g)(vii)(3)", the act in front (Oxford Standard for the Citation of Legal Authorities).
- ``de``: "Art. 3 Abs. 1 Buchst. g Ziff. vii Nr. 3", the Official Journal's order without signs between (German guide,
  2.7 and 3.2.3), its words abbreviated as German lawyers do.
- ``fr``: "article 3, paragraphe 1, point g), vii), 3)", "point" once (French guide, 3.2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from .citations import ACTS, FINAL_FORMULA, ORDINALS, Pinpoint, pinpoint_of


class Style(Struct, frozen=True):
    """A way to cite: ``article`` is all before the points, ``points`` makes one chain of them and ``alone`` the last of
    it by itself, ``tail`` is what follows, ``in_act`` joins a citation and its act as ``acts`` name it. ``between``
    stands between article and points, ``joint`` and ``joints`` in front of one chain and of several; ``word`` in front
    of one and of several that stand without their article, ``apart`` between these; ``recitals`` in front of one and of
    several; ``to`` and ``last`` in ranges and lists. ``finals`` are the parts of an act that have no number.

    As a function it cites the provision at a path and raises ``ValueError`` for what is no path.
    """

    name: str
    article: Callable[[Pinpoint], str]
    points: Callable[[Pinpoint], str]
    tail: Callable[[Pinpoint], str]
    in_act: Callable[[str, str], str]
    between: str
    joint: str
    joints: str
    word: tuple[str, str]
    alone: Callable[[str], str]
    apart: str
    recitals: tuple[str, str]
    to: str
    last: str
    finals: tuple[str, str]
    acts: dict[str, str]

    def __call__(self, provision: str) -> str:
        return self.together([provision])

    def together(self, provisions: Iterable[str]) -> str:
        """Points of one paragraph, or recitals of one act, as one citation: "Article 3(1), points (b), (e) and (f)"."""
        found = [pinpoint_of(each) for each in provisions]
        first = found[0]
        if first.final:
            body = self.finals[first.final == FINAL_FORMULA]
        elif first.recital:
            body = f"{self.recitals[len(found) > 1]} {self._list([each.recital for each in found])}"
        else:
            body = self.article(first)
            if first.points:
                joint = self.joints if len(found) > 1 else self.joint
                body += f"{self.between}{joint}{self._list([self.points(each) for each in found])}"
            body += self.tail(first)
        return body if not first.act else self.in_act(body, self.acts[first.act])

    def grouped(self, provisions: Iterable[str]) -> list[str]:
        """Provisions as citations, neighbours of one paragraph or act together."""
        return [self.together(list(group)) for _, group in groupby(dict.fromkeys(provisions), together_key)]

    def listed(self, provisions: Iterable[str]) -> str:
        """Provisions as one list in the language of the style."""
        return self._list(self.grouped(provisions))

    def short(self, provision: str) -> str:
        """A point without the article, for where that is named; what has no point, whole."""
        pinpoint = pinpoint_of(provision)
        return self.word[0] + self.points(pinpoint) if pinpoint.points else self(provision)

    def _list(self, parts: Sequence[str]) -> str:
        return f"{', '.join(parts[:-1])} {self.last} {parts[-1]}" if len(parts) > 1 else parts[0]


def together_key(provision: str) -> tuple[str, ...]:
    """What provisions that are cited together have in common: act and paragraph, or act and that they are recitals."""
    each = pinpoint_of(provision)
    if each.recital:
        return (each.act, "recital")
    if each.points and not each.sub:
        return (each.act, each.article, each.paragraph)
    return (provision,)


def _brackets(pinpoint: Pinpoint) -> str:
    return "".join(f"({each})" for each in pinpoint.points)


def _english_article(word: str) -> Callable[[Pinpoint], str]:
    return lambda at: f"{word} {at.article}{f'({at.paragraph})' if at.paragraph else ''}"


def _english_act(body: str, act: str) -> str:
    return f"{body}{',' if ', ' in body else ''} of {act}"


def _act_first(body: str, act: str) -> str:
    return f"{act}, {body}"


def _oj_tail(at: Pinpoint) -> str:
    return f", {ORDINALS[at.sub - 1]} {'subparagraph' if at.numbered else 'paragraph'}" if at.sub else ""


def _oscola_tail(at: Pinpoint) -> str:
    return f" {'subpara' if at.numbered else 'para'} {at.sub}" if at.sub else ""


def _german_article(at: Pinpoint) -> str:
    return f"Art. {at.article}{f' Abs. {at.paragraph}' if at.paragraph else ''}"


def _german_points(at: Pinpoint) -> str:
    """Letters, then small Roman figures, then numbers; where a definition has the number, it comes first."""
    return " ".join(f"{word} {each}" for word, each in zip(_german_words(at), at.points, strict=True))


def _german_words(at: Pinpoint) -> list[str]:
    depth = ["Buchst.", "Ziff.", "Nr."]
    return ["Nr." if each.isdigit() else depth[min(place, 1)] for place, each in enumerate(at.points)]


def _german_tail(at: Pinpoint) -> str:
    return f" {'Unterabs.' if at.numbered else 'Abs.'} {at.sub}" if at.sub else ""


def _french_article(at: Pinpoint) -> str:
    number = "1er" if at.article == "1" else at.article.replace("a", " bis")
    return f"article {number}{f', paragraphe {at.paragraph}' if at.paragraph else ''}"


def _french_points(at: Pinpoint) -> str:
    return ", ".join(f"{each})" for each in at.points)


def _french_tail(at: Pinpoint) -> str:
    ordinals = ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième")
    return f", {ordinals[at.sub - 1]} alinéa" if at.sub else ""


def _french_act(body: str, act: str) -> str:
    return f"{body}{',' if ', ' in body else ''} {act}"


ENGLISH = {short: act.name for short, act in ACTS.items()}
GERMAN = {
    "": "Verordnung (EU) 2021/1232",
    "EECC": "Richtlinie (EU) 2018/1972",
    "ePD": "Richtlinie 2002/58/EG",
    "GDPR": "Verordnung (EU) 2016/679",
    "1182/71": "Verordnung (EWG, Euratom) Nr. 1182/71",
    "2011/93": "Richtlinie 2011/93/EU",
    "2024/1307": "Verordnung (EU) 2024/1307",
    "2024/2916": "Durchführungsverordnung (EU) 2024/2916",
    "2026/1881": "Verordnung (EU) 2026/1881",
}
#: With the article that they take after "de".
FRENCH = {
    "": "du règlement (UE) 2021/1232",
    "EECC": "de la directive (UE) 2018/1972",
    "ePD": "de la directive 2002/58/CE",
    "GDPR": "du règlement (UE) 2016/679",
    "1182/71": "du règlement (CEE, Euratom) no 1182/71",
    "2011/93": "de la directive 2011/93/UE",
    "2024/1307": "du règlement (UE) 2024/1307",
    "2024/2916": "du règlement d'exécution (UE) 2024/2916",
    "2026/1881": "du règlement (UE) 2026/1881",
}

OJ = Style(
    name="oj",
    article=_english_article("Article"),
    points=_brackets,
    alone="({})".format,
    tail=_oj_tail,
    in_act=_english_act,
    acts=ENGLISH,
    between=", ",
    joint="point ",
    joints="points ",
    word=("point ", "points "),
    apart=", ",
    recitals=("recital", "recitals"),
    to="to",
    last="and",
    finals=("final article", "final formula"),
)
OSCOLA = replace(
    OJ,
    name="oscola",
    article=_english_article("art"),
    tail=_oscola_tail,
    in_act=_act_first,
    between="",
    joint="",
    joints="",
)
DE = Style(
    name="de",
    article=_german_article,
    points=_german_points,
    alone=str,
    tail=_german_tail,
    in_act="{} der {}".format,
    acts=GERMAN,
    between=" ",
    joint="",
    joints="",
    word=("", ""),
    apart=", ",
    recitals=("Erwägungsgrund", "Erwägungsgründe"),
    to="bis",
    last="und",
    finals=("Schlussartikel", "Schlussformel"),
)
FR = Style(
    name="fr",
    article=_french_article,
    points=_french_points,
    alone="{})".format,
    tail=_french_tail,
    in_act=_french_act,
    acts=FRENCH,
    between=", ",
    joint="point ",
    joints="points ",
    word=("point ", "points "),
    apart="; ",
    recitals=("considérant", "considérants"),
    to="à",
    last="et",
    finals=("article final", "formule finale"),
)
STYLES = {style.name: style for style in (OJ, OSCOLA, DE, FR)}


def citation(provision: str) -> str:
    """The Official Journal form of a path: ``3(1)(g)(vii)(3)`` is "Article 3(1), point (g)(vii)(3)".

    Provisions of other acts end in the act's name: "Article 2, point (5), of Directive (EU) 2018/1972".
    Raises ``ValueError`` for what is no path.
    """
    return OJ(provision)


def style_of(cite: Callable[[str], str]) -> Style:
    """The style in which a rulebook cites; that of the Official Journal where it cites in a way of its own."""
    return cite if isinstance(cite, Style) else OJ


def cited_together(provisions: Iterable[str], cite: Callable[[str], str]) -> str:
    """Provisions as a rulebook cites them, those of one paragraph together."""
    named = list(provisions)
    return ", ".join(cite.grouped(named) if isinstance(cite, Style) else map(cite, named))


def pinpoints(
    provisions: Sequence[str], order: Sequence[str], within: str = "3(1)", cite: Callable[[str], str] = OJ
) -> str:
    """Points of one paragraph by ranges, as they follow one another in ``order``; others as ``cite`` has them.

    ``(a)(i) to (b), (e), (g)(vii)(1) to (9)``: three or more in a row make a range, shortened where they share a point.
    """
    place = {each: number for number, each in enumerate(dict.fromkeys(order))}
    runs: list[list[str]] = []
    for each in dict.fromkeys(provisions):
        known = runs and each in place and place.get(runs[-1][-1]) == place[each] - 1
        if known and _in(each, within) and _in(runs[-1][-1], within):
            runs[-1].append(each)
        else:
            runs.append([each])
    return style_of(cite).apart.join(_run(run, within, cite) for run in runs)


def _run(run: list[str], within: str, cite: Callable[[str], str]) -> str:
    style = style_of(cite)
    points = [style.points(pinpoint_of(each)) if _in(each, within) else cite(each) for each in run]
    if len(points) < 3:
        return style.apart.join(points)
    first, last = pinpoint_of(run[0]), pinpoint_of(run[-1])
    alike = first.points[:-1] == last.points[:-1]
    return f"{points[0]} {style.to} {style.alone(last.points[-1]) if alike else points[-1]}"


def _in(provision: str, within: str) -> bool:
    return provision.startswith(f"{within}(") and provision[-1] == ")"
