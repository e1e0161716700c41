"""Fuzzing led by coverage, with atheris: ``python tests/fuzz/guided.py profile CORPUS -max_total_time=600``.

Without a folder for the corpus it begins with the target's own seeds in a temporary one. Options are libFuzzer's. It
ends with 77 and the input in ``crash-...`` where a target fails.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from random import Random

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
with atheris.instrument_imports(include=["derogation"]):
    from derogation.reading.errors import DerogationError
    from fuzz.mutate import mutated
    from fuzz.targets import TARGETS


def main() -> None:
    """Run one target until it fails or its time is over."""
    name, *options = sys.argv[1:] or ["profile"]
    target = TARGETS[name]
    folders = [each for each in options if not each.startswith("-")]
    corpus = Path(folders[0] if folders else tempfile.mkdtemp(prefix=f"{name}-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)

    def once(data: bytes) -> None:
        with suppress(DerogationError):
            target.read(data)

    def packed(data: bytes, most: int, seed: int) -> bytes:
        """Half of the changes by the target's own hand, which reaches what is packed."""
        made = target.change(data, Random(seed)) if seed % 2 else atheris.Mutate(data, most)
        return made if len(made) <= most else atheris.Mutate(data, most)

    limits = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=60000"]
    own = {} if target.change is mutated else {"custom_mutator": packed}
    atheris.Setup([sys.argv[0], str(corpus), *limits, *(each for each in options if each.startswith("-"))], once, **own)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
