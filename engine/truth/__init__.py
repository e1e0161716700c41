"""What terms and outcomes are worth on given facts, three-valued. What unknown facts may still be is not asked here."""
