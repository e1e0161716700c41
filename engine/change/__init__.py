"""What would change an outcome: cures, smallest sets, the plan. How they are shown is for ``showing``."""
