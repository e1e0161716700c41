"""The door: runs the command line, and turns however it ends into an exit code and a word on standard error.

Exit codes: 0 done; 1 a requirement (``--require``) is not satisfied; 2 usage; 3 bad input; 4 bad rulebook; 5 the
engines disagree; 6 anything unforeseen, and output that cannot be written; 130 interrupted; 141 the reader closed the
pipe.

Nothing but the standard library is imported before :func:`main` runs, so that an interruption finds it prepared.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

INTERRUPTED = 130


def be_quick() -> None:
    """Spare a short-lived process what it gains nothing from: it builds a few hundred thousand objects that last until
    it ends, and looking through them for rubbish, last of all when everything ends, is a fifth of its time; nor do
    plugins of pydantic play a part."""
    gc.set_threshold(250_000, 20, 20)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line and end the process; never returns."""
    try:
        be_quick()
        code = _run()
    except KeyboardInterrupt:  # while ending, or before anything began
        code = INTERRUPTED
    sys.exit(code)


def _run() -> int:
    """Run the command that the arguments name; its exit code."""
    try:
        from .commands.group import derogation
        from .commands.streams import prepare

        prepare()
        code = derogation(prog_name="derogation", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        from .commands.failure import report

        return report(error, sys.argv[1:])
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
