"""Mutates the law's data and asks whether a shipped case, or a point of law, notices.

    python -m benchmarks.mutation [--sample 40] [--seed 1] [--cases-alone] [--only NAME ...] [--changed] [--write]

Run at the root of the repository. Mutants are those of ``rules/proofs/mutants.py``.
"""
