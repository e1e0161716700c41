"""Measures facts against rules: generic, it knows no act, no provider and no fact by name."""
