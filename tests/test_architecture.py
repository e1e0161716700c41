"""The plan of the house is as docs/architecture.md says: rooms, floors, and which way arrows run."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
#: Folders that hold no part of the program.
OUTSIDE = {"tests", "docs", "benchmarks", "build"}
#: The rooms of the engine, each resting only on those before it.
ROOMS = ("case", "law", "truth", "worlds", "answer", "why", "change", "days")


@cache
def imports() -> dict[str, set[str]]:
    """Every module of the program with the modules of the program that it imports, at any depth of its code."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in OUTSIDE and not path.relative_to(ROOT).parts[0].startswith(".")
    }
    found: dict[str, set[str]] = {}
    for name, path in modules.items():
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        package = [] if name == "__init__" else package
        found[name] = {
            target
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.level
            for base in [package[: len(package) - node.level + 1]]
            for alias in node.names
            for target in [
                ".".join([*base, *(node.module.split(".") if node.module else []), alias.name]),
                ".".join([*base, *(node.module.split(".") if node.module else [])]),
            ]
            if target in modules and target != name
        }
    return found


def packages() -> list[str]:
    return sorted(
        str(path.parent.relative_to(ROOT))
        for path in ROOT.glob("*/**/__init__.py")
        if path.relative_to(ROOT).parts[0] not in OUTSIDE and not path.relative_to(ROOT).parts[0].startswith(".")
    )


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Whoever follows imports never comes back to where he began (lazy imports of the two faces excepted)."""
    graph = {name: targets - {"__init__", ""} for name, targets in imports().items() if name != "__init__"}
    done: set[str] = set()
    trail: list[str] = []

    def visit(name: str) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name in done:
            return
        trail.append(name)
        for target in sorted(graph.get(name, ())):
            visit(target)
        trail.pop()
        done.add(name)

    for name in sorted(graph):
        visit(name)


def test_no_arrow_runs_back_up_nor_along_the_floors_of_the_page() -> None:
    """What the page places below imports nothing from what it places above, nor from what stands beside it."""
    floors = re.search(r"^(reading  <-.*)$", PAGE, re.MULTILINE)
    assert floors is not None
    floor = {name: at for at, names in enumerate(floors[1].split("  <-  ")) for name in names.split(", ")}
    assert {folder for folder in packages() if "/" not in folder} == floor.keys()
    wrong = [
        f"{name} imports {target}"
        for name, targets in imports().items()
        for target in targets
        for here, there in [(name.split(".")[0], target.split(".")[0] or "api")]
        if here != there and here in floor and floor.get(here, -1) <= floor.get(there, -1)
    ]
    assert not wrong


def test_rooms_of_the_engine_rest_only_on_those_before_them() -> None:
    """case <- law <- truth <- worlds <- answer <- why, change <- days."""
    for name, targets in imports().items():
        if not name.startswith("engine."):
            continue
        room = name.split(".")[1]
        for target in targets:
            if target.startswith("engine."):
                other = target.split(".")[1]
                allowed = ROOMS.index(other) <= ROOMS.index(room) and not (room == "change" and other == "why")
                assert allowed or room == other, f"{name} imports {target}"


def test_the_engine_knows_nothing_above_it() -> None:
    """Nothing in the engine draws, asks, prints, or knows an act or a provider; nothing imports the door."""
    for name, targets in imports().items():
        for target in targets:
            top = target.split(".")[0]
            if name.startswith("engine"):
                assert top in ("engine", "reading"), f"{name} imports {target}"
            if name.startswith("reading"):
                assert top == "reading", f"{name} imports {target}"
            if name.split(".")[0] not in ("cli", "commands", "__main__"):
                assert top not in ("cli", "commands"), f"{name} imports {target}"


@pytest.mark.parametrize("folder", packages())
def test_every_folder_says_what_belongs_there_and_stands_on_the_page(folder: str) -> None:
    """Its docstring says so in a sentence, and the page that describes the house names it."""
    docstring = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(docstring) > 40, f"{folder}/__init__.py says too little"
    assert f"`{folder}/`" in PAGE, f"docs/architecture.md does not name {folder}/"


def test_every_path_on_the_page_exists() -> None:
    """The page speaks of files and folders that are there."""
    for piece in PAGE.split("`")[1::2]:
        if "/" in piece and " " not in piece and "*" not in piece and not piece.startswith("derogation/"):
            assert (ROOT / piece).exists(), piece


@pytest.mark.parametrize("face", ["derogation", "derogation.api"])
def test_a_face_loads_every_name_that_it_shows_to_a_type_checker(face: str) -> None:
    """Names are written twice, once for type checkers and once with the module to load; both say the same."""
    module = import_module(face)
    shown = {
        alias.asname or alias.name
        for node in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
        for line in node.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }
    assert shown
    assert shown == set(module._HOMES)
    assert all(getattr(module, name) is not None for name in shown)
