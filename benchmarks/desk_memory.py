"""Shows whether the desk's memory stays flat: facts of every shipped case changed in one process, through the pages.

    python -m benchmarks.desk_memory [--changes 2000] [--pages]

Each change is a form of the working page, kept and answered; with ``--pages`` the pages of a feature are asked for in
turns as well. Prints what the process holds every hundred changes, and how the halves differ.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import tempfile
import time
from pathlib import Path

from .desk import facts_of, memory

PORT = 8765
EVERY = 100
PAGES = ("", "conditions", "exception", "readings", "change", "timeline", "calendar", "memo", "questionnaire")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=2000)
    parser.add_argument("--pages", action="store_true", help="ask for the pages of a feature too, in turns")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _changes(Path(folder), given.changes, pages=given.pages)


def _changes(folder: Path, count: int, *, pages: bool) -> None:
    from derogation.desk.server import prepare, settle

    token = prepare(folder, PORT)
    from derogation.cases.catalogue import shipped
    from django.test import Client

    client = Client(HTTP_HOST=f"127.0.0.1:{PORT}")
    client.get(f"/enter/{token}")
    settle()
    chance, held = random.Random(5), list[float]()
    matters: list[tuple[str, list[str]]] = []
    for name in shipped():
        begun = client.post("/matters/new", {"way": "case", "case": name}).headers["Location"]
        facts = facts_of(client.get(f"{begun}export.json").json())
        if facts:
            matters.append((f"{begun}feature/-/", [path for path, _ in facts]))
    began = time.process_time()
    for number in range(1, count + 1):
        address, paths = matters[number // 5 % len(matters)]  # five changes in one, then on to the next
        form = {"path": chance.choice(paths), "quick": "1", "kind": chance.choice(("yes", "no"))}
        answer = client.post(f"{address}fact", form, headers={"HX-Request": "true"})
        assert answer.status_code == 200, (answer.status_code, address, form)
        if pages and number % 5 == 0:
            client.get(f"{address}{PAGES[number // 5 % len(PAGES)]}")
        if number % EVERY == 0:
            held.append(memory(os.getpid()))
            spent = (time.process_time() - began) * 1000 / number
            print(
                f"{number:6,}: {held[-1]:.0f} MB, {len(gc.get_objects()):,} objects, {spent:.0f} ms a change",
                flush=True,
            )
    half = len(held) // 2
    first, second = max(held[:half], default=0), max(held[half:], default=0)
    what = f"{count:,} changes over {len(matters)} cases{' and their pages' if pages else ''}"
    print(
        f"\n{what}: at most {first:.0f} MB in the first half, {second:.0f} MB in the second; "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
