"""The cases by which misconceptions are told apart: the shipped training cases, and probes (``probes.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..cases.catalogue import HERE as CASES
from ..cases.loader import Case, load_case
from ..reading.document import read_file
from ..reading.errors import BadRulebook
from ..reading.rows import Row, row_at
from .varied import varied

FILE = Path(__file__).with_name("probes.yaml")


def training() -> dict[str, Path]:
    """The shipped training cases by name."""
    return {path.stem: path for path in sorted((CASES / "training").glob("*.yaml"))}


@cache
def probes() -> Mapping[str, Row]:
    """The rows of ``probes.yaml`` by name; raises :class:`BadRulebook`."""
    document = read_file(FILE, error=BadRulebook, name=FILE.name)
    rows = row_at(document, (), document.data).each("probes", lambda row: row)
    for row in rows:
        row.only("probe", "from", "beside", "name", "on", "with")
    return {row.text("probe"): row for row in rows}


def names() -> tuple[str, ...]:
    """The names of all cases of the pool: probes first, since they tell most apart."""
    return (*probes(), *training())


def is_probe(name: str) -> bool:
    """Whether a name is that of a probe."""
    return name in probes()


def pool_case(name: str) -> Case:
    """A case of the pool; raises ``KeyError`` for a name that it does not have."""
    if name not in probes():
        return load_case(training()[name], name=name)
    row = probes()[name]
    base = load_case(training()[row.text("from")])
    changes = dict(row.mapping("with"))
    if "beside" in row.data:
        other = load_case(training()[row.text("beside")]).document.data["technologies"][0]
        changes = {f"technologies[{len(base.document.data['technologies'])}]": other, **changes}
    return varied(base, changes, row.required_day("on"), row.text("name"))
