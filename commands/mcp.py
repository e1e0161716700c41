"""``derogation mcp``: tools for a language model, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def mcp(folder: Path | None) -> None:
    """Serve an assistant over MCP (standard input and output): assess, next_question, what_would_change, compare,
    explain_provision, record.

    It reads the cases of the program and those in FOLDER, and writes there only what it proposes (proposals.ndjson).
    A finding that it states never counts. See docs/api.md, also for what leaves this machine.
    """
    from ..assistant.server import server

    server(folder).run("stdio")
