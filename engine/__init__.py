"""Measures facts against rules: generic, it knows no act, no provider and no fact by name.

Rooms, each resting only on those before it: ``case``, ``law``, ``truth``, ``worlds``, ``answer``, ``why`` and
``change``, ``days``. Nothing here draws, asks or prints.
"""
