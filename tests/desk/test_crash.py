"""``kill -9`` in the middle of saving: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import postgres
import pytest
from lacking import lacking

SAVER = Path(__file__).with_name("saver.py")


class Desk:
    """A desk with a database of its own, and people at work there in processes of their own."""

    def __init__(self, folder: Path, people: int, cluster: Any = None) -> None:
        self.cluster = cluster
        self.environ = {key: value for key, value in os.environ.items() if not key.startswith("DEROGATION_DESK")} | {
            "DJANGO_SETTINGS_MODULE": "derogation.desk.settings",
            "DEROGATION_DESK_FOLDER": str(folder),
            "DEROGATION_DESK_HOSTS": "desk.example",
            "DEROGATION_DESK_DATABASE": cluster.address if cluster else "",
        }
        self.matters = self.run("make", str(people)).split()

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(SAVER), *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.environ, stdout=pipe, stderr=pipe, text=True)

    def run(self, *words: str) -> str:
        process = self.start(*words)
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return out

    def killed_while_saving(self, saves: int, chance: random.Random) -> int:
        """People save at once until, somewhere, all is killed; how much was acknowledged, all of which is there."""
        workers = [self.start("save", matter, str(saves)) for matter in self.matters]
        said: list[list[str]] = [[] for _ in workers]
        wanted = chance.randrange(saves // 4, saves)  # acknowledged by the first, when the blow falls
        while len(said[0]) < wanted:
            line = workers[0].stdout.readline()  # pyright: ignore[reportOptionalMemberAccess]
            assert line, workers[0].communicate()[1]
            said[0].append(line)
        time.sleep(chance.random() * 0.02)
        if self.cluster is not None:
            self.cluster.kill()
        else:
            for worker in workers:
                worker.kill()
        for worker, lines in zip(workers, said, strict=True):
            with suppress(ProcessLookupError):
                out, _ = worker.communicate(timeout=120)  # with the database gone they end by themselves
                lines += out.splitlines()
        if self.cluster is not None:
            self.cluster.start()
        acknowledged = [
            (matter, int(number), digest)
            for matter, lines in zip(self.matters, said, strict=True)
            for number, digest in (line.split() for line in lines if len(line.split()) == 2)
        ]
        self.is_whole(acknowledged)
        return len(acknowledged)

    def is_whole(self, acknowledged: list[tuple[str, int, str]]) -> list[tuple[Any, ...]]:
        """Everything acknowledged is there, and nothing by halves; every version as ``saver.look`` tells it."""
        found = json.loads(self.run("look"))
        versions = [tuple(each) for each in found["versions"]]
        assert all(digest == anew for _, _, digest, anew, _ in versions)
        there = {each[:3] for each in versions}
        assert set(acknowledged) <= there
        for matter, head in found["heads"].items():
            assert [number for name, number, *_ in versions if name == matter] == list(range(1, head + 1))
        assert found["broken_at"] is None
        assert {tuple(each) for each in found["told"]} == there  # each version has its link, and each link its version
        assert len(found["told"]) == len(there)
        return versions


@pytest.fixture
def crashing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[int], Desk]]:
    """A desk with some people at work, whose database can be killed."""
    if request.param == "sqlite":
        yield lambda people: Desk(tmp_path, people)
        return
    if postgres.programs() is None:
        lacking(postgres.NONE)
    with postgres.cluster(safe=True) as cluster:
        yield lambda people: Desk(tmp_path, people, cluster)


@pytest.mark.parametrize("crashing", ["sqlite"], indirect=True)
def test_what_was_acknowledged_before_a_kill_is_there_and_whole(crashing: Callable[[int], Desk]) -> None:
    assert crashing(2).killed_while_saving(20, random.Random(1)) >= 5


@pytest.mark.long
@pytest.mark.parametrize("crashing", ["sqlite", "postgresql"], indirect=True)
def test_many_kills_in_the_middle_of_a_thousand_saves_lose_nothing_acknowledged(
    crashing: Callable[[int], Desk],
) -> None:
    chance, desk = random.Random(2), crashing(4)
    acknowledged = sum(desk.killed_while_saving(300, chance) for _ in range(6))
    print(f"{acknowledged} saves were acknowledged before one of six kills")
    assert acknowledged >= 1000
