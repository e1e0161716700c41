"""Boxes in layers: an order in each layer with few crossings, and places for them.

The layers are given (kinds of things, from the law to what is asked), so of the drawing of layered graphs only the
order within a layer and the places are left: by the barycentres of neighbours, back and forth, the best order kept.

Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for Visual Understanding of Hierarchical System Structures (1981),
steps 3 and 4. A sweep takes O(E + V log V), counting crossings O(E^2) for the E lines between two layers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

SWEEPS = 8
Lines = Sequence[tuple[str, str]]
Layers = list[list[str]]


def with_bends(layers: Layers, lines: Lines) -> tuple[Layers, list[list[str]]]:
    """Layers with a bend in each that a line passes, and each line as the names on its way, left to right."""
    at = {name: number for number, layer in enumerate(layers) for name in layer}
    found = [list(layer) for layer in layers]
    ways: list[list[str]] = []
    for one, other in lines:
        left, right = sorted((one, other), key=at.__getitem__)
        way = [left]
        for number in range(at[left] + 1, at[right]):
            way.append(f"{left} > {right} @{number}")
            if way[-1] not in found[number]:
                found[number].append(way[-1])
        ways.append([*way, right])
    return found, ways


def ordered(layers: Layers, ways: Sequence[Sequence[str]]) -> Layers:
    """The layers in an order with few crossings; the order given decides where neighbours do not."""
    lines = list(dict.fromkeys(line for way in ways for line in pairwise(way)))
    near = _neighbours(lines)
    best, fewest = layers, _crossings(layers, lines)
    now = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        numbers = range(len(now)) if sweep % 2 == 0 else reversed(range(len(now)))
        for number in numbers:
            beside = number - 1 if sweep % 2 == 0 else number + 1
            if 0 <= beside < len(now):
                place = {name: at for at, name in enumerate(now[beside])}
                own = {name: at for at, name in enumerate(now[number])}
                now[number].sort(key=lambda name: _mean(near.get(name, ()), place, own[name]))
        crossings = _crossings(now, lines)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in now], crossings
    return best


def placed(layers: Layers, ways: Sequence[Sequence[str]], heights: Mapping[str, float], gap: float) -> dict[str, float]:
    """The top of each box, from 0 down, near the middle of its neighbours, in order, ``gap`` to four times it apart."""
    near = _neighbours([line for way in ways for line in pairwise(way)])
    top: dict[str, float] = {}
    for layer in layers:
        y = -sum(heights[name] + gap for name in layer) / 2
        for name in layer:
            top[name], y = y, y + heights[name] + gap
    for _ in range(6):
        for layer in layers:
            if not layer:
                continue
            middle = {name: top[name] + heights[name] / 2 for name in top}
            wanted = {name: _mean(near.get(name, ()), middle, middle[name]) - heights[name] / 2 for name in layer}
            y = wanted[layer[0]]
            for name in layer:
                top[name] = min(max(wanted[name], y), y + 3 * gap)
                y = top[name] + heights[name] + gap
            drift = sum(top[name] - wanted[name] for name in layer) / len(layer)
            for name in layer:
                top[name] -= drift
    highest = min(top.values(), default=0)
    return {name: round(y - highest, 1) for name, y in top.items()}


def _neighbours(lines: Lines) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in dict.fromkeys(lines):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _mean(names: Sequence[str], values: Mapping[str, float], otherwise: float) -> float:
    known = [values[name] for name in names if name in values]
    return sum(known) / len(known) if known else otherwise


def _crossings(layers: Layers, lines: Lines) -> int:
    place = {name: (number, at) for number, layer in enumerate(layers) for at, name in enumerate(layer)}
    between: dict[int, list[tuple[int, int]]] = {}
    for one, other in lines:
        (number, a), (_, b) = sorted((place[one], place[other]))
        between.setdefault(number, []).append((a, b))
    return sum(
        (a - c) * (b - d) < 0 for pairs in between.values() for at, (a, b) in enumerate(pairs) for c, d in pairs[:at]
    )
