"""Which question to ask next: what answers could still settle, and which saves most others. It asks nobody."""
