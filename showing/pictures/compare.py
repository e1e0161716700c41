"""Laws compared on cases as a picture: how the outcomes are spread under each, then case by case what is another.

Every outcome has a pattern beside its word, so that a grey print can be read; nothing stands in it without the label.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from ...engine.law.rulebook import Verdicts
from ...rules.variants.applied import WOULD_BE
from ...rules.variants.compared import Comparison, Law, law_name
from ...rules.variants.model import LABELS
from ..variants_page import because_cell, days_taken, label_of, words
from .shapes import INK, WHITE, Box, Label, Line, Picture, Shape
from .svg import svg
from .timeline import patterns_of

EDGE, NAME, CELL, ROW, SWATCH, BAR = 20.0, 330.0, 232.0, 30.0, 15.0, 22.0
SMALL, PLAIN, MUTED, RULE = 9.5, 11.0, "#5a5f66", "#cccccc"
#: Letters of a case's name and of a reason that go into a cell.
LONGEST, REASON = 52, 40

Columns = Sequence[Sequence[Comparison]]


def compare_svg(laws: Sequence[Law], found: Columns, verdicts: Verdicts, *, own_days: bool) -> str:
    """The picture as an SVG document; ``found`` has a column of comparisons for each law, all of the same first law."""
    title = title_of(laws, found)
    picture = compare_picture(laws, found, verdicts, own_days=own_days)
    return svg(picture, "compare", " ".join(in_words(laws, found)), title, dark=True) + "\n"


def title_of(laws: Sequence[Law], found: Columns) -> str:
    """What is compared, its label first."""
    first = found[0][0].a.law
    kinds = "; ".join(dict.fromkeys(LABELS[law.kind] for law in laws if law is not None))
    against = "the law as it stands" if first == "act" else first
    label = f"{kinds}: " if kinds else ""
    cases = f"{len(found[0])} cases" if len(found[0]) > 1 else found[0][0].case
    return f"{label}what each would have meant for {cases}, against {against}"


def in_words(laws: Sequence[Law], found: Columns) -> Iterator[str]:
    """The picture in sentences."""
    yield f"{label_of(*laws)}."
    for law, column in zip(laws, found, strict=True):
        spread = Counter(words(each.b.outcome) for each in column)
        differ = [each for each in column if not each.same]
        counts = ", ".join(f"{word} {count}" for word, count in spread.items())
        yield f"{law_name(law)}: {counts}; {len(differ)} of {len(column)} differ."
        for each in differ:
            yield f"{each.case}: {words(each.a.outcome)}, {words(each.b.outcome)} because of {because_cell(each)}."


def compare_picture(laws: Sequence[Law], found: Columns, verdicts: Verdicts, *, own_days: bool) -> Picture:
    """The picture: bars, then the cases of which some outcome differs, then how many are the same under all."""
    patterns = patterns_of(verdicts)
    rows = [line for line in zip(*found, strict=True) if not all(each.same for each in line)]
    width = 2 * EDGE + NAME + CELL * (len(laws) + 1)
    shapes: list[Shape] = []
    y = 28.0
    for line in textwrap.wrap(title_of(laws, found), int(width / 8.6)):
        shapes.append(Label(EDGE, y, line, 15, bold=True))
        y += 20
    sides = [side for column in found for each in column for side in (each.a, each.b)]
    shapes.append(Label(EDGE, y, days_taken(sides, None, own_days), PLAIN))
    y += 30
    heads = [(found[0][0].a.law, [each.a.outcome for each in found[0]])]
    heads += [(law_name(law), [each.b.outcome for each in column]) for law, column in zip(laws, found, strict=True)]
    for name, outcomes in heads:
        shapes += _bar(name, outcomes, patterns, y, width)
        y += BAR + 22
    shown = {outcome.removeprefix(WOULD_BE) for _, outcomes in heads for outcome in outcomes}
    legend, y = _legend([outcome for outcome in patterns if outcome in shown], patterns, y + 4, width)
    shapes += legend
    y += 26
    for at, (name, _) in enumerate(heads):
        shapes.append(Label(EDGE + NAME + CELL * at, y, name, PLAIN, bold=True))
    y += 8
    for line in sorted(rows, key=lambda line: list(patterns).index(line[0].a.outcome.removeprefix(WOULD_BE))):
        shapes.append(Line(((EDGE, y), (width - EDGE, y)), RULE))
        shapes += _row(line, patterns, y)
        y += ROW
    shapes.append(Line(((EDGE, y), (width - EDGE, y)), RULE))
    same = [line[0].case for line in zip(*found, strict=True) if all(each.same for each in line)]
    if same:
        said = f"The outcome is the same under all{f' in {len(same)} more' if rows else ''}: {'; '.join(same)}."
        for part in textwrap.wrap(said, int(width / 5.6)):
            y += 16
            shapes.append(Label(EDGE, y + 4, part, PLAIN))
        y += 6
    shapes.append(Label(EDGE, y + 20, "Derived by the evaluator alone. No advice.", SMALL, MUTED))
    ground = Box(0, 0, width, y + 36, WHITE, outlined=False)
    return Picture(width, y + 36, (ground, *shapes))


def _bar(name: str, outcomes: Sequence[str], patterns: dict[str, str], y: float, width: float) -> Iterator[Shape]:
    """The outcomes under a law as a bar, each as long as there are cases."""
    yield Label(EDGE, y + 15, name, PLAIN, bold=True)
    left, full = EDGE + NAME / 2, width - 2 * EDGE - NAME / 2
    spread = Counter(outcome.removeprefix(WOULD_BE) for outcome in outcomes)
    for outcome, pattern in patterns.items():
        if count := spread[outcome]:
            long = round(full * count / len(outcomes), 1)
            yield Box(left, y, long, BAR, pattern=pattern, title=f"{words(outcome)}: {count}")
            yield Label(left + long / 2, y + BAR + 12, str(count), SMALL, anchor="middle")
            left += long


def _legend(outcomes: Sequence[str], patterns: dict[str, str], y: float, width: float) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    x = EDGE
    for outcome in outcomes:
        needed = SWATCH + 24 + 6.2 * len(words(outcome))
        if x + needed > width - EDGE:
            x, y = EDGE, y + 22
        shapes += [
            Box(x, y, SWATCH, SWATCH, pattern=patterns[outcome]),
            Label(x + SWATCH + 6, y + 12, words(outcome), PLAIN),
        ]
        x += needed
    return shapes, y + SWATCH


def _row(line: Sequence[Comparison], patterns: dict[str, str], y: float) -> Iterator[Shape]:
    """One case: what it is under the first law, and under each other what is different and why."""
    name = line[0].case
    yield Label(EDGE, y + 13, name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…", PLAIN)
    yield Label(EDGE, y + 25, line[0].on.isoformat(), SMALL, MUTED)
    first = line[0].a.outcome
    yield from _outcome(first, patterns, EDGE + NAME, y, "")
    for at, each in enumerate(line, 1):
        x = EDGE + NAME + CELL * at
        if each.same:
            yield Label(x, y + 18, "the same", SMALL, MUTED)
        else:
            yield from _outcome(each.b.outcome, patterns, x, y, because_cell(each))


def _outcome(outcome: str, patterns: dict[str, str], x: float, y: float, why: str) -> Iterator[Shape]:
    word = words(outcome)
    yield Box(x, y + 7, SWATCH, SWATCH, pattern=patterns[outcome.removeprefix(WOULD_BE)], title=f"{word}; {why}")
    yield Label(x + SWATCH + 6, y + (13 if why else 18), word, PLAIN, INK)
    if why:
        first, *others = why.split(" and ")
        first = first.replace("_", " ")
        short = first if not others else f"{first[: REASON - 13]} and {len(others)} more"
        yield Label(x + SWATCH + 6, y + 25, short if len(short) <= REASON else f"{short[: REASON - 1]}…", SMALL, MUTED)
