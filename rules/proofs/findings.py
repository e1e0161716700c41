"""Drafting findings: what the wording of the law implies, proved over the rulebook and not merely asserted.

Each finding is stated in our own words and carries its proof: all worlds that the rules concerned can tell apart, or
worlds that show it. What is proved is proved of the rulebook, and so of the law as it is read there.
"""

from __future__ import annotations

from functools import cache

from ...engine.law.rulebook import Rulebook
from .drafting import DraftingFinding, Witness
from .findings_relief import relief_findings
from .findings_reports import report_findings
from .findings_service import service_findings

__all__ = ["DraftingFinding", "Witness", "findings"]


@cache
def findings(rulebook: Rulebook) -> list[DraftingFinding]:
    """All drafting findings, worked out anew for a rulebook (a few seconds)."""
    return [*service_findings(rulebook), *relief_findings(rulebook), *report_findings(rulebook)]
