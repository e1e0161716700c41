"""Renderings of a memo, one module for each format, all with the same content."""
