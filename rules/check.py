"""Is the rulebook complete and true to the text? Every provision has a rule, every rule a provision, every quote a
place in the official text, and every condition a case that meets it and one that does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from ..engine.law.rulebook import Rule, Rulebook
from .authorities import Authority, unattached
from .citation_styles import citation
from .citations import ACTS
from .ledger import Ledger, Provision
from .quotes import missing_quotes, too_long

#: Provisions of other acts, recitals included, begin with one of these; the ledger is of the Regulation itself.
ELSEWHERE = ("rec.", *(f"{act} " for act in ACTS if act))


class Defect(Struct, frozen=True):
    """One thing that is wrong: the kind of check, where, what, and what to do."""

    check: str
    where: str
    message: str
    hint: str


def defects(
    rulebook: Rulebook,
    ledger: Ledger,
    *,
    text: str | None = None,
    of: str = "",
    statuses: Mapping[str, frozenset[str]] | None = None,
    authorities: tuple[Authority, ...] = (),
) -> Iterator[Defect]:
    """All defects. ``text`` is an official text for the quotes of the act ``of`` (its short name; "": the Regulation);
    ``statuses`` what cases make of each condition; each of ``authorities`` must be attached to what exists."""
    yield from _provisions(rulebook, ledger)
    yield from _readings(rulebook, ledger)
    yield from _quotes(rulebook, ledger, text, of)
    if statuses is not None:
        yield from _cases(rulebook, statuses)
    for problem in unattached(authorities, rulebook):
        yield Defect("authority attached to nothing", f"{problem.file}:{problem.line}", problem.message, problem.hint)


def _provisions(rulebook: Rulebook, ledger: Ledger) -> Iterator[Defect]:
    ruled = {rule.provision for rule in rulebook.rules}
    listed = {provision.path: provision for provision in ledger.provisions}
    for path, provision in listed.items():
        if provision.treatment == "rule" and path not in ruled:
            yield Defect(
                "provision without a rule",
                path,
                provision.gist,
                "add a rule with this provision, or give it another treatment with a reason",
            )
    for rule in rulebook.rules:
        if rule.provision not in listed and not rule.provision.startswith(ELSEWHERE):
            yield Defect(
                "rule without a provision",
                f"{rule.file}:{rule.line}",
                f"rule {rule.id!r} rests on {rule.provision!r}, which the ledger does not have",
                "correct the provision, or add it to the ledger",
            )
    yield from _conditions(rulebook, listed)


def _conditions(rulebook: Rulebook, listed: Mapping[str, Provision]) -> Iterator[Defect]:
    """Each condition has a provision of its own, which the ledger leaves to a rule: answers name it by that."""
    conditions = rulebook.of_kind("condition")
    for number, rule in enumerate(conditions):
        where, found = f"{rule.file}:{rule.line}", listed.get(rule.provision)
        for other in conditions[:number]:
            if other.provision == rule.provision and _ever_together(other, rule):
                message = f"{other.id!r} and {rule.id!r} are conditions of {rule.provision}"
                hint = "make them one, or give each its own point, or days on which it is in force"
                yield Defect("two conditions of one provision", where, message, hint)
        if found is not None and found.treatment != "rule":
            message = f"{rule.id!r} is a condition of {rule.provision}, which the ledger calls {found.treatment!r}"
            yield Defect("condition without a provision to carry", where, message, "correct one of the two")


def _ever_together(one: Rule, other: Rule) -> bool:
    """Whether some day lies in the force of both."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_until or date.max, other.valid_until or date.max)


def _readings(rulebook: Rulebook, ledger: Ledger) -> Iterator[Defect]:
    """Each reading is of provisions that exist, and so is the authority for each choice."""
    listed = {provision.path for provision in ledger.provisions}
    for reading in rulebook.readings.values():
        cited = [*reading.provisions, *(path for choice in reading.choices for path in choice.authority)]
        if not reading.provisions:
            yield Defect("reading of nothing", reading.id, reading.question, "name the provisions that it reads")
        for path in dict.fromkeys(cited):
            if path not in listed and not (path.startswith(ELSEWHERE) and _can_be_cited(path)):
                message = f"reading {reading.id!r} rests on {path!r}, which the ledger does not have"
                yield Defect("reading without a provision", reading.id, message, "correct the provision")


def _can_be_cited(path: str) -> bool:
    try:
        citation(path)
    except ValueError:
        return False
    return True


def _quotes(rulebook: Rulebook, ledger: Ledger, text: str | None, of: str) -> Iterator[Defect]:
    quotes = [
        (f"rule {rule.id}", quote)
        for rule in rulebook.rules
        for quote in rule.quotes
        if (rule.provision.startswith(f"{of} ") if of else not rule.provision.startswith(ELSEWHERE))
    ]
    if not of:
        quotes += [(f"ledger {p.path}", quote) for p in ledger.provisions if "1232" in p.celex for quote in p.quotes]
    for where, quote in too_long(quotes):
        yield Defect("quote too long", where, repr(quote), "quote at most 14 words")
    for where, quote in missing_quotes(quotes, text) if text is not None else ():
        yield Defect("quote not in the text", where, repr(quote), "quote the official words, or leave the quote out")


def _cases(rulebook: Rulebook, statuses: Mapping[str, frozenset[str]]) -> Iterator[Defect]:
    for rule in rulebook.of_kind("condition"):
        for status in ("met", "not_met"):
            if status not in statuses.get(rule.id, frozenset()):
                words = status.replace("_", " ")
                yield Defect(
                    f"no case where {words}",
                    rule.provision,
                    rule.title,
                    f"add a case to cases/training/ in which it is {words}",
                )
    for rule in rulebook.of_kind("consistency"):
        if not statuses.get(rule.id):
            yield Defect(
                "no case where it speaks",
                rule.id,
                rule.title,
                "add a case to cases/training/ whose facts do not fit together so",
            )
