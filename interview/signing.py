"""A finding signed in a profile or a matter, as data: by whom, on which day and why."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, cast

from ..cases.places import Data, get, put
from ..cases.vocabulary import vocabulary
from ..engine.case.facts import Signature
from ..engine.case.vocabulary import FactSpec
from ..reading.errors import BadInput, Problem

#: What a matter states once for all its features.
OF_MATTER = "provider"


def with_signature(
    document: Mapping[str, Any], path: str, signature: Signature, *, finding: bool | None = None, feature: str = ""
) -> Data:
    """The document with the finding at ``path`` signed; what was given stays as it is. ``finding`` is what is found;
    without it, what is on file.

    Source and note stay; what parties say of it gives way to what is found. In a matter ``feature`` says of which; what
    the matter states for all is signed there. Raises :class:`BadInput` where the path is that of no finding, or there
    is nothing to sign.
    """
    spec = _spec(path)
    if spec is None or not (spec.finding or spec.indicators):
        raise BadInput(
            Problem("this is no finding", path=path, hint="`derogation facts --findings` lists the findings.")
        )
    data = copy.deepcopy(dict(document))
    holder = _holder(data, path, feature)
    before = get(holder, path)
    stated = cast("Data", before) if isinstance(before, dict) else {"value": before}
    found = stated.get("value") if finding is None else finding
    if found is None:
        hint = "Say what is found: finding=True or finding=False."
        raise BadInput(Problem("nothing is found here yet that could be signed", path=path, hint=hint))
    kept = {name: stated[name] for name in ("source", "note") if name in stated}
    why = {"why": signature.why} if signature.why else {}
    try:
        put(holder, path, {"value": found, **kept, "signed": {"by": signature.by, "on": signature.on, **why}})
    except (IndexError, TypeError):
        raise BadInput(Problem("there is nothing at this path", path=path)) from None
    return data


def _spec(path: str) -> FactSpec | None:
    known = vocabulary()
    try:
        return known.facts.get(known.address(path).generic)
    except LookupError:
        return None


def _holder(data: Data, path: str, feature: str) -> Data:
    """Where a fact of a feature is stated: in the feature, or in the matter for all of them."""
    if not feature:
        return data
    features = cast("list[Data]", data.get("features", []))
    of_feature = next((each for each in features if each.get("id") == feature), None)
    if of_feature is None:
        hint = f"Features: {', '.join(str(each.get('id')) for each in features)}."
        raise BadInput(Problem(f"the matter has no feature {feature!r}", hint=hint))
    shared = path.startswith(f"{OF_MATTER}.") or (get(of_feature, path) is None and get(data, path) is not None)
    return data if shared else of_feature
