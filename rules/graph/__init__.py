"""The law as one graph: provisions, rules, facts, readings, authorities, mutants, and how each is linked with the rest.

No case belongs here (``cases/links.py`` adds them), and nothing is drawn or printed.
"""

from .model import KINDS, RELATIONS, Graph, Link, Node, around

__all__ = ["KINDS", "RELATIONS", "Graph", "Link", "Node", "around"]
