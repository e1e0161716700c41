"""What is written to the log: nothing that opens a door. Addresses of first entry and keys are struck out."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(r"(/enter/|/reset/key/|[Bb]earer |[Kk]ey |password=|token=|code=|secret=)[^\s\"'&]+")


class WithoutSecrets(logging.Formatter):
    """Strikes secrets out of what is written, tracebacks and all."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub(r"\1…", super().format(record))
