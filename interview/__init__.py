"""The interview: asks for the facts of a case, only those that can still change the outcome, and writes a profile."""
