"""A case told in sentences: each fact its clause, in the words of ``showing/wording.yaml``, grouped by topic.

Nothing is added and nothing left out but facts on which a case is silent, so that whoever reads the paragraphs knows
what the file says. Neighbouring clauses that begin alike share their beginning ("it scans images and videos").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from ..cases.loader import Case
from ..cases.vocabulary import vocabulary
from ..engine.case.facts import Entity, PartialSet, Position, Statement
from ..engine.case.vocabulary import FactSpec
from ..engine.case.words import long_date, plain
from ..reading.safe_text import one_line
from ..showing.words import clause, listed, open_clause, sentence, subject, topic, wording

#: Whether the fact of a path is told.
Wanted = Callable[[str], bool]
#: Words that stand for the subject of the clause before.
PRONOUNS = ("it", "they")
#: Beginnings of what remains of a clause that would turn its meaning if the beginning were shared.
TURNING = ("not", "no", "neither", "nothing", "never")
#: Words that lead to the next one, and are left to what a clause does not share.
LEADING = frozenset(
    ["the", "a", "an", "of", "to", "for", "from", "in", "on", "by", "how", "that", "their", "its", "no"]
)


class Told(Struct, frozen=True):
    """One paragraph: what it is ``about`` ("Complaints and redress", "Report for 2021") and its ``text``."""

    about: str
    text: str


def told(case: Case, of: Callable[[str], bool] | None = None) -> tuple[Told, ...]:
    """The facts of a case as paragraphs, in the order of its file; only those facts of whose paths ``of`` is true."""
    return tuple(_case(case, of or (lambda _: True)))


def _case(case: Case, of: Wanted) -> Iterator[Told]:
    profile, entity = case.profile, case.facts
    yield from _things(entity, "", of)
    technologies = profile.technologies.known if profile.technologies is not None else ()
    for name, items in entity.lists.items():
        if name not in vocabulary().lists:
            continue
        titles = {each.id: each.title for each in technologies}
        for item in items.known:
            paragraphs = _things(item, _holder(name, item, titles), of)
            yield from paragraphs if len(items.known) > 1 or name != "technologies" else _named_once(paragraphs)
        own = (path for path in vocabulary().facts if vocabulary().split(path)[0] == vocabulary().lists[name].item)
        if not any(map(of, own)):
            continue
        if not items.complete:
            words = [wording().lists[name]] if not items.known else [f"more {name} may exist than are listed"]
            yield Told(topic(name), sentence(f"the file does not say {words[0]}" if not items.known else words[0]))
        elif not items.known:
            yield Told(topic(name), sentence(wording().none_listed.get(name, f"no {name}")))
    yield from (
        Told("Other features", _elsewhere(use.feature, use.technology, use.since, use.until))
        for use in (profile.uses_elsewhere.known if profile.uses_elsewhere is not None else ())
    )
    for reading, stated in profile.readings.items():
        said = [f"{one_line(position.by)} takes {position.choice}" for position in stated.positions]
        if stated.choice is not None:
            said.append(f"the file is read with {stated.choice}")
        if said:
            yield Told("Readings", sentence(f"on the question {reading}, {listed(said)}"))


def _named_once(paragraphs: Iterable[Told]) -> Iterator[Told]:
    """The paragraphs of the only technology, which is named before the first."""
    for at, each in enumerate(paragraphs):
        about = each.about.partition(": ")[2] if at else ""
        yield Told(f"{about[:1].upper()}{about[1:]}", each.text) if about else each


def _elsewhere(feature: str, technology: str, since: object, until: object) -> str:
    words = [f"the provider processed under the Regulation on {one_line(feature) or 'another feature'}"]
    words += [f"with {one_line(technology)}"] if technology else []
    for word, day in (("from", since), ("until", until)):
        value = getattr(day, "value", None)
        if value is not None:
            words.append(f"{word} {long_date(value) if hasattr(value, 'year') else value}")
    return sentence(" ".join(words))


def _holder(name: str, item: Entity, titles: dict[str, str]) -> str:
    """What an item of a list of the case is called."""
    if name == "technologies":
        return one_line(titles.get(item.name) or item.name)
    year = item.statements.get("year")
    return f"Report for {year.value}" if year is not None and year.value is not None else f"{topic(name)} {item.name}"


def _things(entity: Entity, holder: str, of: Wanted) -> Iterator[Told]:
    """The paragraphs of a thing, one for each topic, those of the things in its lists among them."""
    groups: dict[str, list[tuple[bool, str]]] = {}  # whether a fact counts, and its clause
    broken: set[str] = set()  # topics of which something has just been left out, so that no pronoun goes back to it
    for thing in _inside(entity):
        for key, statement in thing.statements.items():
            path = f"{thing.address.item}.{key}" if thing.address.item else key
            spec = vocabulary().facts.get(path)
            if spec is None:
                continue
            about = topic(path.rpartition(".")[0])
            if not of(path):
                broken.add(about)
                continue
            group = groups.setdefault(about, [])
            if statement.value is not None:
                words = _known(spec, statement)
                alone = not group or not group[-1][0] or about in broken or _lost(words, group[-1][1], path)
                group.append((True, _by_itself(words, path) if alone else words))
                broken.discard(about)
            else:
                group += [(False, words) for words in _unsettled(spec, statement)]
    for about, clauses in groups.items():
        runs = [(known, [words for _, words in run]) for known, run in groupby(clauses, lambda each: each[0])]
        sentences = [sentence(each) for known, run in runs for each in (merged(run) if known else run)]
        if sentences:
            head = f"{holder}: {about[:1].lower()}{about[1:]}" if holder else about
            yield Told(head, " ".join(sentences))


def _inside(entity: Entity) -> Iterator[Entity]:
    """A thing, and where it is no case, the things in its lists."""
    yield entity
    if entity.address.steps:
        for items in entity.lists.values():
            yield from items.known


def _lost(words: str, before: str, path: str) -> bool:
    """Whether a clause begins with "they", and the one before speaks of something else."""
    return words.startswith("they ") and not before.startswith((subject(path), "they "))


def _by_itself(words: str, path: str) -> str:
    """A clause with what its pronoun stands for."""
    pronoun, _, rest = words.partition(" ")
    return f"{subject(path) or pronoun} {rest}" if pronoun in PRONOUNS else words


def _known(spec: FactSpec, statement: Statement) -> str:
    words = clause(spec, plain(statement.value))
    more = ", and perhaps more" if isinstance(statement.value, PartialSet) else ""
    remarks = ["assumed"] if statement.standing == "assumed" else []
    remarks += [one_line(statement.note.removeprefix("Notorious: "))] if statement.note else []
    remark = f" ({': '.join(remarks)})" if remarks else ""
    return f"{words if spec.type != 'text' else one_line(words)}{more}{remark}"


def _unsettled(spec: FactSpec, statement: Statement) -> Iterator[str]:
    """Who says what of a fact, or that it was asked and not told."""
    for position in statement.positions:
        yield _position(spec, position)
    if not statement.positions:
        kind = {
            "not_disclosed": "it was asked, and not disclosed, {}",
            "does_not_apply": "it is said not to matter {}",
        }.get(statement.standing, "the file does not say {}")
        yield kind.format(open_clause(spec))


def _position(spec: FactSpec, position: Position) -> str:
    how = "is taken to say" if position.inferred else "says"
    because = f" ({one_line(position.because)})" if position.because else ""
    return f"{one_line(position.by)} {how} that {clause(spec, plain(position.value))}{because}"


# --- sharing beginnings ----------------------------------------------------------------------------------------------


def merged(clauses: Iterable[str]) -> list[str]:
    """Clauses, neighbours that begin alike made one.

    >>> merged(["it scans images", "it scans videos", "it does not scan text", "it does not scan audio"])
    ['it scans images and videos', 'it does not scan text or audio']
    """
    groups: list[tuple[list[str], list[str]]] = []
    for words in (each.split(" ") for each in clauses):
        if groups:
            head, tails = groups[-1]
            shared = _shared([*head, *tails[0].split(" ")] if len(tails) == 1 else head, words, whole=len(tails) > 1)
            if shared is not None:
                head_now, first, tail = shared
                groups[-1] = (head_now, [first, tail] if len(tails) == 1 else [*tails, tail])
                continue
        groups.append(([], [" ".join(words)]))
    return [_joined(head, tails) for head, tails in groups]


def _shared(before: list[str], words: list[str], *, whole: bool) -> tuple[list[str], str, str] | None:
    """The beginning that a clause shares with the one before, and what remains of both; ``None`` for too little.

    With ``whole``, ``before`` is a beginning already shared, all of which has to be.
    """
    start, skip = 0, 0
    if words[0] in PRONOUNS and len(words) > 1 and before[0] != words[0] and words[1] in before[1:6]:
        start, skip = before.index(words[1], 1), 1
    elif before[0] in PRONOUNS and words[0] != before[0]:
        return None
    same = 0
    for one, other in zip(before[start:], words[skip:], strict=False):
        if one != other:
            break
        same += 1
    while not whole and same and before[start + same - 1] in LEADING:
        same -= 1
    head, first, tail = before[: start + same], before[start + same :], words[skip + same :]
    enough = same and (len(head) >= 3 or (same >= 2 and before[0] in PRONOUNS)) and (not whole or not first)
    if (
        not enough
        or not tail
        or any(word.endswith(",") for word in head)
        or (not whole and not first)
        or {tail[0], *first[:1]} & set(TURNING)
    ):
        return None
    return head, " ".join(first), " ".join(tail)


def _joined(head: list[str], tails: list[str]) -> str:
    if len(tails) == 1:
        return " ".join([*head, *tails])
    last = "or" if set(head) & set(TURNING) else "and"
    if len(tails) > 2 and any("," in tail or " and " in tail for tail in tails):
        return f"{' '.join(head)} {'; '.join(tails[:-1])}; {last} {tails[-1]}"
    return f"{' '.join(head)} {listed(tails, last)}"
