"""What can go wrong in the warehouse: each error's text says why and what to do.

WarehouseError
├── Locked          another process holds the file; the text says which
├── NoSpace         the disk is full
├── Newer           a newer Zagros wrote this file
└── CheckFailed     facts contradict each other (warehouse.publish)
"""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot do what was asked; the text says why and what to do."""


class Locked(WarehouseError):
    """Another process holds the file."""


class NoSpace(WarehouseError):
    """The disk is full."""


class Newer(WarehouseError):
    """A newer Zagros wrote this file."""


class CheckFailed(WarehouseError):
    """Facts contradict each other."""
