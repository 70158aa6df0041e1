"""What can go wrong with the database, each as one sentence for a person."""

from __future__ import annotations


class StorageError(Exception):
    """The database did not do what it was asked; the message says what and what to do."""


class CannotOpen(StorageError):
    """There is no usable database at the address."""


class DatabaseTooNew(StorageError):
    """The database was written by a newer version of Anxin."""


class StorageFull(StorageError):
    """The disk or the database is full: nothing was written. Make room; the program goes on by itself."""


class StorageBusy(StorageError):
    """The database cannot be reached now; nothing was written. Try again later."""
