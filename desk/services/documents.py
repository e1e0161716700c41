"""The document of a matter as plain data: read, its features as cases, one fact set.

A document is what its file would be: a matter (``derogation/matter/1``) or a single profile. It is kept as JSON, in the
order of its keys. Everything that is wrong with it is said by the loader that files go through.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, cast

from ...api import matter_from
from ...cases import places
from ...cases.fact import STATED as STATEMENT
from ...cases.loader import Case, case_of
from ...cases.matter.loader import is_matter
from ...reading.document import Document, read_text
from ...reading.errors import BadInput, Problem

Data = dict[str, Any]
#: What a matter states once for all its features, whichever of them is looked at.
SHARED = ("provider", "sources", "parties", "reports", "readings", "assess_on")
STATED = STATEMENT | {"because"}


def data_of(
    text: str | bytes, name: str, files: Callable[[], AbstractContextManager[Path | None]] = nullcontext
) -> Data:
    """The plain data of YAML or JSON text that is a matter or a profile. Raises :class:`BadInput`, as files do."""
    document = read_text(text, name)
    with files() as folder:
        features_of(document, folder)
    return cast("Data", plain(document.data))


def plain(value: Any) -> Any:
    """Data that JSON can hold: days as they are written."""
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in cast("list[Any]", value)]
    return value.isoformat() if isinstance(value, date) else value


def text_of(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def digest_of(text: str) -> str:
    """SHA-256 of the data, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def features_of(document: Document, files: Path | None = None) -> dict[str, Case]:
    """The cases of a document by feature; a profile is one, under the name ``""``. Raises :class:`BadInput`."""
    if is_matter(document):
        return dict(matter_from(document, files).features)
    return {"": case_of(document, files)}


def cases_of(text: str, name: str, files: Path | None = None) -> dict[str, Case]:
    """The cases of a kept document. Raises :class:`BadInput`, since a draft may be incomplete in any way."""
    return features_of(read_text(text, name), files)


def stated_at(data: Data, feature: str, path: str) -> tuple[Any, bool]:
    """What a feature states at a place, or what the matter states there for all, and whether it is shared."""
    if not feature:
        return places.get(data, path), False
    holder = of_feature(data, feature, path)
    return places.get(holder, path), holder is data


def with_fact(data: Data, feature: str, path: str, stated: Any) -> Data:
    """The document with one fact stated, or (``None``) no longer stated; nothing of what was given is changed.

    In a matter, what the provider states once is put there, and so is a fact that is stated there already; everything
    else belongs to the feature.
    """
    data = copy.deepcopy(data)
    holder = of_feature(data, feature, path)
    if stated is not None:
        places.put(holder, path, stated)
    elif places.get(holder, path) is not None:
        _remove(holder, path)
    return data


def refuse_missing(data: Data, feature: str, path: str) -> None:
    """Raises :class:`BadInput` where a place lies in an item that the document does not list (any more)."""
    for found in re.finditer(r"\[(\d+)\]", path):
        before = path[: found.start()]
        if int(found[1]) >= len(places.members(stated_at(data, feature, before)[0])):
            hint = "Open the page again; somebody may have removed it."
            raise BadInput(Problem("the file lists no such item", path=path, hint=hint))


def of_feature(data: Data, feature: str, path: str) -> Data:
    """The part of a document in which a fact of a feature stands, or would."""
    if not feature:
        return data
    own = next(each for each in data["features"] if each["id"] == feature)
    head = path.split(".")[0].split("[")[0]
    if head in SHARED:
        return data
    return data if places.get(own, path) is None and places.get(data, path) is not None else own


def _remove(data: Data, path: str) -> None:
    """Take a fact away, and the maps that hold nothing else."""
    parent, dot, last = path.rpartition(".")
    here = places.get(data, parent) if dot else data
    here.pop(last, None)
    if dot and here == {} and not parent.endswith("]"):
        _remove(data, parent)
