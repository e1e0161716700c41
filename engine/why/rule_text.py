"""A term in words: the condition of a rule, line by line, as a lawyer would check it."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.facts import NEVER
from ..case.words import long_date
from ..law import terms as t
from .proof_text import WORDS


def term_lines(term: t.Term, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The lines of a term, each with its depth."""
    match term:
        case t.Const(value, why):
            yield depth, {True: "always", False: "never", None: f"open: {why}"}[value]
        case t.Compare():
            yield depth, comparison(term)
        case t.Not(child):
            if isinstance(child, t.Compare):
                yield depth, f"not: {comparison(child)}"
            else:
                yield depth, "not:"
                yield from term_lines(child, depth + 1)
        case t.All(children) | t.Any(children):
            yield depth, "all of:" if isinstance(term, t.All) else "one of:"
            for child in children:
                yield from term_lines(child, depth + 1)
        case t.Each() | t.Some():
            word = "each" if isinstance(term, t.Each) else "some"
            yield depth, f"{word} of {f'{term.scope}.' if term.scope else ''}{term.list}:"
            yield from term_lines(term.child, depth + 1)
        case t.Choose(reading, branches):
            for choice, branch in branches:
                yield depth, f"on the reading {reading}={choice}:"
                yield from term_lines(branch, depth + 1)
        case t.Shown(child):
            yield from term_lines(child, depth)
        case t.Named(_, title, child):
            yield depth, f"{title}:"
            yield from term_lines(child, depth + 1)


def comparison(term: t.Compare) -> str:
    """An atomic condition as the rule files write it."""
    if term.right == t.Literally(True):
        return operand(term.left)
    return f"{operand(term.left)} {WORDS[term.op]} {operand(term.right)}"


def operand(part: t.Operand) -> str:
    """An operand in words."""
    match part:
        case t.Fact():
            return part.path
        case t.AssessedOn():
            return "the day assessed"
        case t.Later(day, months):
            return f"{operand(day)} plus {months} months"
        case t.Literally(value):
            if hasattr(value, "isoformat"):
                return "never" if value == NEVER else long_date(value)  # pyright: ignore[reportArgumentType]
            return str(value)
