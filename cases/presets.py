"""Presets: the notorious facts of a kind of service, taken as known and marked so, each with its authority.

``preset: messenger`` in a profile stands for the facts in ``presets/messenger.yaml``. What the profile states itself
prevails. A preset states what everybody knows of such a service, never what is decided by how a provider runs it.
"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from ..reading.document import Document, Place, path_text, read_file
from ..reading.errors import BadInput, BadRulebook, Problem
from ..reading.values import did_you_mean

FOLDER = Path(__file__).parent / "presets"
PRESET_FORMAT = "derogation/preset/1"


class Preset(Struct, frozen=True):
    """A kind of service: its ``title``, what it is meant for, and its facts as a profile states them."""

    name: str
    title: str
    meant_for: str
    facts: dict[str, Any]


@cache
def presets() -> dict[str, Preset]:
    """Every preset by name; raises :class:`BadRulebook` for a file that is none."""
    found: dict[str, Preset] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        data = read_file(path, error=BadRulebook).data
        if data.get("preset") != PRESET_FORMAT:
            raise BadRulebook(Problem(f"begins with `preset: {PRESET_FORMAT}`", str(path), 1))
        found[path.stem] = Preset(path.stem, data["title"], data["meant_for"], data["facts"])
    return found


def with_preset(document: Document) -> Document:
    """A profile with the facts of its preset, where it names one; raises :class:`BadInput` for one that is not there.

    Every fact of a preset is marked as assumed, and has its line where the profile names the preset.
    """
    data = cast("dict[str, Any]", document.data)
    name = data.get("preset")
    if not isinstance(name, str) or not name:
        return document
    preset = presets().get(name)
    line = document.line(("preset",))
    if preset is None:
        hint = did_you_mean(name, presets()) or f"Presets: {', '.join(presets())}."
        raise BadInput(Problem(f"no preset is called {name!r}", document.file, line, path_text(("preset",)), hint))
    filled, lines = copy.deepcopy(data), dict(document.lines)
    _fill(filled, preset.facts, (), f"Preset {name}: ", lines, line or 1)
    return replace(document, data=filled, lines=lines)


def _fill(
    data: dict[str, Any], facts: dict[str, Any], place: Place, lead: str, lines: dict[Place, int], line: int
) -> None:
    """Add the facts on which the profile says nothing."""
    for key, inner in facts.items():
        here = (*place, key)
        if "value" in inner:
            if key not in data:
                data[key] = {"value": inner["value"], "assumed": True, "note": f"{lead}{inner['note']}"}
                lines.setdefault(here, line)
            continue
        below = data.setdefault(key, {})
        lines.setdefault(here, line)
        if isinstance(below, dict):  # what is no map is refused with its place, as anywhere
            _fill(cast("dict[str, Any]", below), cast("dict[str, Any]", inner), here, lead, lines, line)
