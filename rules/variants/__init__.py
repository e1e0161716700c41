"""Drafts and hypotheses: files of changes against an act, how they are read, applied and compared by outcome.

No case and no command belongs here, and nothing here is law.
"""

from .model import Change, LeftOut, Variant, load_variant, shipped_variants

__all__ = ["Change", "LeftOut", "Variant", "load_variant", "shipped_variants"]
