"""What is written to the log: nothing that opens a door. Addresses of first entry and keys are struck out."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(r"(/enter/|[Bb]earer |[Kk]ey |password=|token=)[^\s\"'&]+")


class WithoutSecrets(logging.Filter):
    """Strikes secrets out of each message before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRETS.sub(r"\1…", record.getMessage())
        record.args = ()
        record.exc_text = _SECRETS.sub(r"\1…", record.exc_text) if record.exc_text else record.exc_text
        return True
