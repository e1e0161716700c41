"""Proofs about the law as encoded: what no facts at all can reach. The law itself is data in ``act/`` and ``law/``."""
