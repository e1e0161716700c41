"""What recording costs beside the assessment that is recorded, over shipped cases: processor time, the best of rounds.

python -m benchmarks.recording [--rounds 5] [--every 3]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from derogation import api
from derogation.cases.catalogue import shipped
from derogation.records.keys import new_key, private_key
from derogation.records.make import Asked, record_of


def best(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor time of the quickest round, after one that does not count."""
    work()
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--every", type=int, default=3, help="measure every so many cases")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        new_key(Path(folder, "key"))
        key = private_key(Path(folder, "key"))
    shares: list[tuple[float, str, float, float]] = []
    for name, path in list(shipped().items())[:: options.every]:
        case = api.load_profile(path)
        result = api.assess(case)
        answer = api.answer_json(result)
        made = best(lambda case=case: api.answer_json(api.assess(case)), options.rounds)
        kept = best(
            lambda case=case, result=result, answer=answer, path=path: record_of(
                case, result, answer, Asked({}), key, recorded_at="2026-01-01T00:00:00Z", files=path.parent
            ),
            options.rounds,
        )
        shares.append((kept / made, name, kept, made))
    shares.sort()
    print(f"{'share':>6} {'record':>8} {'assess':>8}  case (ms of processor time)")
    for share, name, kept, made in shares:
        print(f"{share:6.3f} {kept:8.2f} {made:8.2f}  {name}")
    print(f"{statistics.median(each[0] for each in shares):6.3f} at the median of {len(shares)} cases")


if __name__ == "__main__":
    main()
