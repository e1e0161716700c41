"""Rules as terms: rule language, loader, rulebook. What a term is worth on given facts is decided elsewhere."""
