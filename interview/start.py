"""What an interview begins with: nothing, or what a file says, for a profile in another folder."""

from __future__ import annotations

import copy
import os
from pathlib import Path

from ..cases.places import Data, members
from ..cases.profile import PROFILE_FORMAT


def new_case(name: str) -> Data:
    """The case of which nothing is known yet."""
    return {"profile": PROFILE_FORMAT, "name": name}


def facts_for(stated: Data, folder: Path, target: Path) -> Data:
    """What a case in ``folder`` says, for a profile in ``target``: report files keep their place.

    What its author expects of it is left out, since that was said of other facts.
    """
    data = {key: copy.deepcopy(value) for key, value in stated.items() if key != "expect"}
    for report in members(data.get("reports")):
        beside = folder / str(report.get("file", ""))
        if report.get("file") and beside.is_file():
            report["file"] = os.path.relpath(beside, target)
    return data
