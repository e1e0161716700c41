"""The columns of a table of profiles are generated from the vocabulary, and every fact has one."""

from __future__ import annotations

import pytest
from derogation import rulebook
from derogation.batch.columns import columns, columns_document, layout_of
from derogation.reading.errors import BadInput


def test_every_fact_of_the_vocabulary_has_a_column() -> None:
    """Every fact that a profile may state can be given in a table, and each column asks something."""
    layout = layout_of(rulebook())
    known = columns(layout)
    stated = {column.fact for column in known.values()}
    series = {rulebook().vocabulary.lists[name].item for name in rulebook().series}
    assert {path for path in layout.vocabulary.facts if path.split(".")[0] not in series} <= stated
    assert all(column.question for column in known.values())
    assert {"service_users_in_union", "technologies_4_scans_text", "technologies_0_periods_of_use_1_until"} <= set(
        known
    )


def test_slots_say_how_many_items_a_list_has_room_for() -> None:
    """The number of slots can be chosen for each list, and a list that does not exist is refused."""
    names = set(columns(layout_of(rulebook(), {"technologies": 2})))
    assert "technologies_1_scans_text" in names
    assert "technologies_2_scans_text" not in names
    with pytest.raises(BadInput, match="no list is called 'technology'"):
        layout_of(rulebook(), {"technology": 2})


def test_the_columns_as_plain_data_name_each_column_once() -> None:
    """The document for programs has each column once, with its type and the permitted words."""
    described = columns_document(layout_of(rulebook()))["columns"]
    assert isinstance(described, list)
    names = [entry["name"] for entry in described]
    assert len(names) == len(set(names)) == len(columns(layout_of(rulebook())))
    choice = next(entry for entry in described if entry["name"] == "technologies_0_end_to_end_encryption")
    assert choice["choices"] == ["none", "some", "all"]
