"""The nodes and links of the law: provisions, rules, definitions, facts with their questions, readings, authorities."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ..authorities import SIDES, load_authorities, resolve
from ..citation_styles import citation
from ..citations import akn, eli, parent
from ..ledger import load_ledger
from .model import Link, Node


def law_nodes(rulebook: Rulebook) -> Iterator[Node]:
    """Every provision that the ledger lists or anything cites, and all that the rulebook and the law's files hold."""
    gists = {each.path: each.gist for each in reversed(load_ledger().provisions)}
    gists |= {f"rec.{each.number}": each.gist for each in load_ledger().recitals}
    for path in _provisions(rulebook):
        yield Node(
            "provision", path, gists.get(path, ""), {"citation": citation(path), "eli": eli(path), "akn": akn(path)}
        )
    for rule in rulebook.rules:
        said = {"kind": rule.kind, "subject": rule.subject, "burden": rule.burden, "outcome": rule.outcome}
        yield Node("rule", rule.id, rule.title, {key: text for key, text in said.items() if text})
    for name, term in rulebook.definitions.items():
        if name not in rulebook.by_id:
            yield Node("definition", name, term.title)
    for name in rulebook.series:
        yield Node("definition", name, f"The days that the law names: {name.replace('_', ' ')}")
    for spec in rulebook.vocabulary.facts.values():
        finding = {"finding": "a legal judgement, made by people"} if spec.finding else {}
        yield Node("fact", spec.path, spec.path, {"type": spec.type, **finding})
        yield Node("question", spec.path, spec.question, {"who": spec.who})
    for reading in rulebook.readings.values():
        yield Node("reading", reading.id, reading.question, {"default": reading.default})
        for choice in reading.choices:
            yield Node("choice", f"{reading.id}={choice.id}", choice.title, {"argument": choice.argument})
    for each in load_authorities():
        said = {"by": each.by, "on": each.on, "reference": each.reference, "ecli": each.ecli, "celex": each.celex}
        title = each.points[0].holds if len(each.points) == 1 else each.name or each.by
        yield Node("authority", each.id, title, {key: text for key, text in said.items() if text})


def law_links(rulebook: Rulebook) -> Iterator[Link]:
    """How they are linked."""
    known = set(_provisions(rulebook))
    for path in known:
        if (up := parent(path)) in known:
            yield Link(f"provision:{path}", "part_of", f"provision:{up}")
    for recital in load_ledger().recitals:
        for path in recital.interprets:
            yield Link(f"provision:rec.{recital.number}", "interprets", f"provision:{path}")
    for rule in rulebook.rules:
        yield Link(f"rule:{rule.id}", "stands_in", f"provision:{rule.provision}")
        for path in rule.authority:
            yield Link(f"rule:{rule.id}", "cites", f"provision:{path}")
        for part in (rule.applies, rule.holds, rule.relief):
            yield from _of_term(f"rule:{rule.id}", part.child, rulebook)
    for name, term in rulebook.definitions.items():
        if name not in rulebook.by_id:
            yield from _of_term(f"definition:{name}", term.child, rulebook)
    for spec in rulebook.vocabulary.facts.values():
        yield Link(f"question:{spec.path}", "asks_for", f"fact:{spec.path}")
        for indicator in spec.indicators:
            relation = "speaks_for" if indicator.supports else "speaks_against"
            yield Link(f"fact:{indicator.fact}", relation, f"fact:{spec.path}", f"where it is {indicator.value}")
    for reading in rulebook.readings.values():
        for path in reading.provisions:
            yield Link(f"reading:{reading.id}", "interprets", f"provision:{path}")
        for choice in reading.choices:
            yield Link(f"choice:{reading.id}={choice.id}", "answers", f"reading:{reading.id}")
    yield from _of_authorities(rulebook)


def _provisions(rulebook: Rulebook) -> list[str]:
    """Every provision that something speaks of, those of the ledger first."""
    cited = [path for rule in rulebook.rules for path in (rule.provision, *rule.authority)]
    of_readings = [path for reading in rulebook.readings.values() for path in reading.provisions]
    ledger = load_ledger()
    listed = [each.path for each in ledger.provisions] + [f"rec.{each.number}" for each in ledger.recitals]
    return list(dict.fromkeys((*listed, *cited, *of_readings)))


def _of_term(source: str, term: t.Term, rulebook: Rulebook) -> Iterator[Link]:
    """What a rule or definition names and reads itself; what its definitions read is theirs."""
    match term:
        case t.Named(name) if name in rulebook.by_id and source != f"rule:{name}":
            yield Link(source, "builds_on", f"rule:{name}")
        case t.Named(name) if name in rulebook.definitions and source != f"rule:{name}":
            yield Link(source, "builds_on", f"definition:{name}")
        case t.Compare(left, _, right):
            for fact in (*t.operand_facts(left), *t.operand_facts(right)):
                if fact.path in rulebook.vocabulary.facts:
                    yield Link(source, "reads", f"fact:{fact.path}")
        case _:
            if isinstance(term, t.Choose):
                yield Link(source, "turns_on", f"reading:{term.reading}")
            if isinstance(term, t.Each | t.Some) and term.list in rulebook.series:
                yield Link(source, "builds_on", f"definition:{term.list}")
            for child in t.children(term):
                yield from _of_term(source, child, rulebook)


def _of_authorities(rulebook: Rulebook) -> Iterator[Link]:
    for authority in load_authorities():
        for point in authority.points:
            for side in SIDES:
                for target in point.targets[side]:
                    for each in resolve(target, rulebook):
                        kind = "choice" if "=" in each else "fact" if "." in each else "rule"
                        yield Link(f"authority:{authority.id}", side, f"{kind}:{each}", point.holds)
