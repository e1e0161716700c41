"""Many profiles at once: the same rulebook over columns.

A rulebook's terms are unrolled once into a plan (``plan``, ``answers``), a graph of strong Kleene logic over columns.
Engines lower the plan: ``planes`` into bit masks over Arrow batches, ``sql`` into column expressions (``spark``).
"""
