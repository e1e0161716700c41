"""Decision records: what was decided, on which facts, under which law, signed, chained, redacted and replayed."""
