"""Provisions by their paths: taken apart, as links, and read from what people write (``citation_styles`` writes).

A path is the ledger's name of a provision: ``3(1)(g)(vii)(3)``, ``2(1)``, ``10/2`` (second paragraph of an
article without numbered ones), ``3(4)/1`` (first subparagraph), ``rec.31``. A path in another act begins with
that act's short name: ``EECC 2(5)``, ``ePD 5(1)``, ``GDPR 36(2)``, ``2026/1881 1(3)``. No short name means
Regulation (EU) 2021/1232. Output has the Official Journal's present form; input may have older ones.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FINAL_FORMULA = "final-formula"
FINAL_ARTICLE = "final-article"
"""The last article of an act whose number is not evidenced."""


class CitedAct(NamedTuple):
    """How an act is named and linked; ``definitions``: articles whose first number is that of a point."""

    name: str
    eli: str
    definitions: tuple[str, ...] = ()


ACTS = {
    "": CitedAct("Regulation (EU) 2021/1232", "reg/2021/1232", ("2",)),
    "EECC": CitedAct("Directive (EU) 2018/1972", "dir/2018/1972", ("2",)),
    "ePD": CitedAct("Directive 2002/58/EC", "dir/2002/58"),
    "GDPR": CitedAct("Regulation (EU) 2016/679", "reg/2016/679", ("4",)),
    "1182/71": CitedAct("Regulation (EEC, Euratom) No 1182/71", "reg/1971/1182"),
    "2011/93": CitedAct("Directive 2011/93/EU", "dir/2011/93"),
    "2024/1307": CitedAct("Regulation (EU) 2024/1307", "reg/2024/1307"),
    "2024/2916": CitedAct("Implementing Regulation (EU) 2024/2916", "reg_impl/2024/2916"),
    "2026/1881": CitedAct("Regulation (EU) 2026/1881", "reg/2026/1881"),
}
"""Acts that a path may name, by short name."""

_ELI = "http://data.europa.eu/eli/"
_CONSOLIDATED = _ELI + "reg/2021/1232/2024-05-15"
_ADDED_2024 = ("3(4)", "9a")  # stand in the consolidated text only, so the adopted act has no link for them

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PATH = re.compile(r"(?P<article>\d+[a-z]?)(?P<groups>(?:\((?:\d+|[a-z]+)\))*)(?:/(?P<sub>[1-6]))?")
_RECITAL = re.compile(r"rec\.(?P<number>\d+)")
_GROUP = re.compile(r"\(([^()]+)\)")


class Pinpoint(NamedTuple):
    """A provision taken apart. ``points`` are those of its paragraph, outermost first; ``sub`` is the number of an
    unnumbered paragraph, of a subparagraph where the article has ``numbered`` paragraphs; 0 for none. ``recital`` is
    the number of one, ``final`` a part of an act that has none."""

    act: str
    article: str = ""
    paragraph: str = ""
    points: tuple[str, ...] = ()
    sub: int = 0
    numbered: bool = False
    recital: str = ""
    final: str = ""


def pinpoint_of(provision: str) -> Pinpoint:
    """The parts of a path. Raises ``ValueError`` for what is none."""
    act, path = _split_act(provision)
    if path in (FINAL_FORMULA, FINAL_ARTICLE):
        return Pinpoint(act, final=path)
    if recital := _RECITAL.fullmatch(path):
        return Pinpoint(act, recital=recital["number"])
    match = _PATH.fullmatch(path)
    assert match is not None  # _split_act let nothing else through
    article, groups = match["article"], _GROUP.findall(match["groups"])
    paragraph = groups.pop(0) if groups and groups[0].isdigit() and article not in ACTS[act].definitions else ""
    return Pinpoint(act, article, paragraph, tuple(groups), int(match["sub"] or 0), "(" in match["groups"])


def eli(provision: str) -> str:
    """A link by European Legislation Identifier, as near to the provision as such links are known to resolve.

    That is article, paragraph and point. Deeper items link to their point, definitions to their article,
    recitals to the act, and what Regulation (EU) 2024/1307 added to the consolidated text.
    Raises ``ValueError`` for what is no path.
    """
    at = pinpoint_of(provision)
    if not at.act and provision.startswith(_ADDED_2024):
        return _CONSOLIDATED
    parts = [_ELI + ACTS[at.act].eli]
    if at.article:
        points = () if at.article in ACTS[at.act].definitions else at.points
        point = next((each for each in points if not each.isdigit()), "")
        parts.append(f"art_{at.article}")
        parts += [f"par_{at.paragraph}"] * bool(at.paragraph) + [f"pnt_{point}"] * bool(point)
    return "/".join([*parts, "oj"])


def akn(provision: str) -> str:
    """A name by the Akoma Ntoso Naming Convention 1.0 (OASIS, 2019): ``/akn/eu/act/reg/2021/1232/!main~art_3__para_1``.

    The work is named by type, year and number, as the ELI is; what lies below an article by its place
    (``art_3__para_1__point_g__point_vii``). A name, not a link: nothing answers at it. Raises ``ValueError``.
    """
    act, path = _split_act(provision)
    work = f"/akn/eu/act/{ACTS[act].eli}/!main"
    if recital := _RECITAL.fullmatch(path):
        return f"{work}~rec_{recital['number']}"
    match = _PATH.fullmatch(path)
    if match is None:
        return work
    steps = [f"art_{match['article']}"]
    for at, group in enumerate(_GROUP.findall(match["groups"])):
        paragraph = at == 0 and group.isdigit() and match["article"] not in ACTS[act].definitions
        steps.append(f"{'para' if paragraph else 'point'}_{group}")
    if match["sub"]:
        steps.append(f"{'subpara' if '(' in match['groups'] else 'para'}_{match['sub']}")
    return f"{work}~{'__'.join(steps)}"


def parent(provision: str) -> str:
    """The path of what a provision is part of (``3(1)`` of ``3(1)(c)``); "" of an article, a recital, a formula."""
    act, path = _split_act(provision)
    if "/" in path:
        path = path.partition("/")[0]
    elif "(" in path:
        path = path[: path.rindex("(")]
    else:
        return ""
    return f"{act} {path}" if act else path


def parse_citation(text: str) -> str:
    """The path of a citation in any usual form, the inverse of ``citation_styles.citation``.

    Understood alike: "Article 3(1)(g)(vii)(3)", "Article 3(1), point (g)(vii)(3)", "art. 3(1)(c)", "3(1)(c)",
    "point (c) of Article 3(1)", "second paragraph of Article 10", "recital 31", "Article 36(2) GDPR",
    "Article 2, point (5), of Directive (EU) 2018/1972". Whether the provision exists is not asked.
    Raises ``ValueError`` where no citation can be read.
    """
    act, body = _take_act(" ".join(text.split()))
    if body.casefold().replace(" ", "-") == FINAL_FORMULA and not act:
        return FINAL_FORMULA
    if body.casefold().replace(" ", "-") == FINAL_ARTICLE and act:
        return f"{act} {FINAL_ARTICLE}"
    path = _parse_recital(body) or _parse_article(body)
    if path is None:
        raise ValueError(f'"{text}" is no citation; write it like Article 3(1), point (c), or 3(1)(c)')
    return f"{act} {path}" if act else path


def _split_act(provision: str) -> tuple[str, str]:
    act, _, path = provision.rpartition(" ")
    known = act in ACTS and (
        _PATH.fullmatch(path) or _RECITAL.fullmatch(path) or path in (FINAL_FORMULA, FINAL_ARTICLE)
    )
    if not known:
        raise ValueError(f'"{provision}" is no path of a provision; write it like 3(1)(c) or EECC 2(5)')
    return act, path


_SHORT_NAMES = "|".join(re.escape(act) for act in ACTS if act)
_ACT_BEFORE = re.compile(rf"(?P<act>{_SHORT_NAMES}),? (?P<body>.+)", re.IGNORECASE)
_ACT_AFTER = re.compile(
    rf"(?P<body>.+?),? (?:of )?(?:the )?(?:(?:Commission )?(?:Implementing )?(?:Regulation|Directive) "
    rf"(?:\([A-Z, ]+\) )?(?:No )?(?P<number>\d+/\d+)(?:/E[CU])?|(?P<act>{_SHORT_NAMES}))",
    re.IGNORECASE,
)
_BY_NUMBER = {re.findall(r"\d+/\d+", act.name)[0]: short for short, act in ACTS.items()}
_UNIT = rf"(?P<{{0}}>{'|'.join(ORDINALS)}) (?:sub)?paragraph"
_ARTICLE_TEXT = re.compile(
    rf"(?:(?:the )?{_UNIT.format('unit_before')} of )?"
    r"(?:points? (?P<points_before>(?:\([0-9a-z]+\) ?)+)of )?"
    r"(?:articles? |art\. ?|art )?(?P<article>\d+[a-z]?) ?(?P<groups>(?:\([0-9a-z]+\) ?)*)"
    r"(?:,? ?points? (?P<points>(?:\([0-9a-z]+\) ?)+))?"
    rf"(?:/(?P<sub>[1-6])|,? {_UNIT.format('unit')})?",
    re.IGNORECASE,
)
_RECITAL_TEXT = re.compile(r"rec(?:ital|\.)? ?\(?(?P<number>\d+)\)?", re.IGNORECASE)


def _take_act(text: str) -> tuple[str, str]:
    """Short name of the act that a citation names, and the citation without it."""
    if before := _ACT_BEFORE.fullmatch(text):
        return _short_name(before["act"]), before["body"]
    after = _ACT_AFTER.fullmatch(text)
    if after is None:
        return "", text
    if after["act"]:
        return _short_name(after["act"]), after["body"]
    if after["number"] not in _BY_NUMBER:
        raise ValueError(f'"{text}" names an act that is not known here ({after["number"]})')
    return _BY_NUMBER[after["number"]], after["body"]


def _short_name(written: str) -> str:
    return next(act for act in ACTS if act.casefold() == written.casefold())


def _parse_recital(text: str) -> str | None:
    match = _RECITAL_TEXT.fullmatch(text)
    return f"rec.{match['number']}" if match else None


def _parse_article(text: str) -> str | None:
    match = _ARTICLE_TEXT.fullmatch(text)
    if match is None:
        return None
    groups = match["groups"] + (match["points"] or match["points_before"] or "")
    unit = match["unit"] or match["unit_before"]
    sub = match["sub"] or (str(ORDINALS.index(unit.casefold()) + 1) if unit else "")
    path = (match["article"] + groups.replace(" ", "")).casefold()
    return f"{path}/{sub}" if sub else path
