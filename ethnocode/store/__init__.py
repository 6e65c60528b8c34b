"""The project's database. The only package that knows SQL or sqlite-utils."""

from ethnocode.store.basis import Bearing, Cut, Waiting
from ethnocode.store.copies import fault_of, read_copy
from ethnocode.store.opening import SNAPSHOTS
from ethnocode.store.places import Place, conflict_copies, note_place, shared_place
from ethnocode.store.restoring import held, kept_bytes, prepare
from ethnocode.store.search import Hit, fts_query
from ethnocode.store.side_files import (
    HIDDEN,
    SIDECARS,
    is_side_file,
    make_private_folder,
    replace_file,
)
from ethnocode.store.snapshots import (
    BEFORE_RESTORE,
    last_taken,
    note_elsewhere,
    noted_elsewhere,
    snapshot_path,
    snapshots,
    thin_out,
)
from ethnocode.store.sources import NewSource
from ethnocode.store.store import DATABASE, Store, create_store, finish_interrupted, open_store
from ethnocode.store.stretches import Turn
from ethnocode.store.transaction import RESTORE, Transaction

__all__ = [
    "BEFORE_RESTORE",
    "DATABASE",
    "HIDDEN",
    "RESTORE",
    "SIDECARS",
    "SNAPSHOTS",
    "Bearing",
    "Cut",
    "Hit",
    "NewSource",
    "Place",
    "Store",
    "Transaction",
    "Turn",
    "Waiting",
    "conflict_copies",
    "create_store",
    "fault_of",
    "finish_interrupted",
    "fts_query",
    "held",
    "is_side_file",
    "kept_bytes",
    "last_taken",
    "make_private_folder",
    "note_elsewhere",
    "note_place",
    "noted_elsewhere",
    "open_store",
    "prepare",
    "read_copy",
    "replace_file",
    "shared_place",
    "snapshot_path",
    "snapshots",
    "thin_out",
]
