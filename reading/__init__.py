"""Bytes into checked data: documents with their lines, scalars, typed rows, errors. It knows no fact and no rule."""
