"""The database: tables, and one file of functions a table. Functions take a connection and return dataclasses."""

from bot.storage.engine import Storage, open_storage
from bot.storage.errors import CannotOpen, DatabaseTooNew, StorageBusy, StorageError, StorageFull

__all__ = ["CannotOpen", "DatabaseTooNew", "Storage", "StorageBusy", "StorageError", "StorageFull", "open_storage"]
