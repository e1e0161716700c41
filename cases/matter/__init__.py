"""Matters: one provider with several features, each of which becomes a case; no rule is applied here."""
