"""Memos on a case that a lawyer can file: one document model, rendered as Word, HTML, PDF and Markdown."""
