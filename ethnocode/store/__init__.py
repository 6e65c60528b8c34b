"""The project's database. The only package that knows SQL or sqlite-utils."""

from ethnocode.store.search import Hit, fts_query
from ethnocode.store.side_files import replace_file
from ethnocode.store.sources import NewSource
from ethnocode.store.store import DATABASE, Store, create_store, open_store
from ethnocode.store.transaction import Transaction

__all__ = [
    "DATABASE",
    "Hit",
    "NewSource",
    "Store",
    "Transaction",
    "create_store",
    "fts_query",
    "open_store",
    "replace_file",
]
