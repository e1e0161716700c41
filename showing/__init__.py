"""Records into text, Markdown, JSON and pictures. It sees records only, and decides nothing."""
