"""Where a project lies and what lies beside it, told from names and a few bytes."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ethnocode.store.places import Place, conflict_copies, note_place, shared_place
from ethnocode.store.schema import APPLICATION_ID

HEADER = b"SQLite format 3\x00".ljust(68, b"\0") + APPLICATION_ID.to_bytes(4, "big") + bytes(40)
NO_MOUNTS = Path("no-such-table")


def place_of(folder: Path, **given: object) -> Place | None:
    options = {"environment": {}, "home": Path("/home/ada"), "mounts": NO_MOUNTS, **given}
    return shared_place(folder, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("folder", "service", "shared"),
    [
        ("/home/ada/Dropbox/study", "Dropbox", "/home/ada/Dropbox"),
        ("/Users/ada/Dropbox (Uni Leeds)/phd/study", "Dropbox", "/Users/ada/Dropbox (Uni Leeds)"),
        ("/home/ada/OneDrive/study", "OneDrive", "/home/ada/OneDrive"),
        ("/mnt/c/Users/ada/OneDrive - Uni/s", "OneDrive", "/mnt/c/Users/ada/OneDrive - Uni"),
        ("/Users/ada/Library/CloudStorage/OneDrive-Personal/s", "OneDrive", None),
        ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/s", "iCloud Drive", None),
        ("/mnt/c/Users/ada/iCloudDrive/study", "iCloud Drive", None),
        ("/home/ada/Google Drive/study", "Google Drive", None),
        ("/Volumes/GoogleDrive/My Drive/study", "Google Drive", "/Volumes/GoogleDrive/My Drive"),
        ("/mnt/g/My Drive/study", "Google Drive", "/mnt/g/My Drive"),
        ("/Users/ada/Library/CloudStorage/GoogleDrive-a@b.uk/s", "Google Drive", None),
        ("/Users/ada/Library/CloudStorage/ProtonDrive-a@b/s", "Proton Drive", None),
        ("/Users/ada/Library/CloudStorage/Kdrive-x/s", "Kdrive", None),
        ("/home/ada/Nextcloud/a/b/c/study", "Nextcloud", "/home/ada/Nextcloud"),
        ("/home/ada/ownCloud/study", "ownCloud", None),
        ("/home/ada/Resilio Sync/study", "Resilio Sync", None),
        ("/home/ada/Seafile/My Library/study", "Seafile", "/home/ada/Seafile"),
        ("/home/ada/MEGA/study", "MEGA", None),
        ("/home/ada/pCloudDrive/study", "pCloud", None),
        ("/home/ada/Box/study", "Box", "/home/ada/Box"),
        ("/Users/ben/Box Sync/study", "Box", None),
        ("/home/ada/Proton Drive/study", "Proton Drive", None),
        ("/home/ada/Tresorit/study", "Tresorit", None),
        ("/home/ada/Dropbox", "Dropbox", "/home/ada/Dropbox"),
    ],
)
def test_a_folder_that_is_kept_in_step_is_known_by_its_name(
    folder: str, service: str, shared: str | None
) -> None:
    place = place_of(Path(folder))

    assert place is not None
    assert (place.service, place.network) == (service, False)
    assert shared is None or place.folder == Path(shared)


PLAIN = (
    "boxes",
    "Box of letters",
    "drive",
    "my-dropbox-notes",
    "archive/Box",
    "archive/MEGA",
    "Dropbox notes",
    "dropbox",
    "Sync",
    "Mega study",
    "One Drive",
    "OneDrives",
    "OneDrive-export",
    "iCloud",
    "Google",
    "google drive interviews",
    "My Drives",
    "next cloud",
    "nextcloud-admin",
    "own cloud",
    "Seafiles",
    "proton",
    "Tresorit-evaluation",
    "pClouds",
    "Mobile Documents/study",
    "CloudStorage/study",
)


@pytest.mark.parametrize("name", PLAIN)
def test_a_folder_of_a_name_like_it_is_not(name: str) -> None:
    assert place_of(Path("/home/ada/research") / name / "study") is None
    if name != "archive/Box":
        assert place_of(Path("/home/ada") / name) is None


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache/", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".sync_6b1f.db", "Nextcloud or ownCloud"),
        ("._sync_6b1f.db", "Nextcloud or ownCloud"),
        (".stfolder/", "Syncthing"),
        (".stfolder", "Syncthing"),
        (".sync/", "Resilio Sync"),
        (".seafile-data/", "Seafile"),
        (".tmp.drivedownload/", "Google Drive"),
    ],
)
def test_a_folder_that_is_kept_in_step_is_known_by_what_is_in_it(
    tmp_path: Path, marker: str, service: str
) -> None:
    study = tmp_path / "phd" / "study"
    study.mkdir(parents=True)
    assert place_of(study) is None
    if marker.endswith("/"):
        (tmp_path / marker).mkdir()
    else:
        (tmp_path / marker).touch()

    assert place_of(study) == Place(service, tmp_path)
    assert place_of(tmp_path) == Place(service, tmp_path)


def test_the_settings_of_a_service_in_the_home_folder_tell_nothing(tmp_path: Path) -> None:
    """On Linux Dropbox keeps ``~/.dropbox``, and Resilio ``~/.sync``."""
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".sync").mkdir()
    (tmp_path / ".sync" / "settings.dat").touch()

    assert place_of(tmp_path / "study", home=tmp_path) is None


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "ONEDRIVECONSUMER"])
def test_the_environment_names_the_folders_of_onedrive(name: str) -> None:
    environment = {name: "/data/work", "HOME": "/data"}

    assert place_of(Path("/data/work/study"), environment=environment) == Place(
        "OneDrive", Path("/data/work")
    )
    assert place_of(Path("/data/workshop/study"), environment=environment) is None
    assert place_of(Path("/data/study"), environment={name: ""}) is None


@pytest.mark.parametrize(
    ("kind", "shared"),
    [
        *((kind, True) for kind in ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "davfs")),
        *((kind, True) for kind in ("fuse.sshfs", "fuse.rclone")),
        *((kind, False) for kind in ("ext4", "btrfs", "tmpfs", "fuseblk", "overlay", "vfat")),
    ],
)
def test_a_network_drive_is_known_by_the_table_of_mounts(
    tmp_path: Path, kind: str, shared: bool
) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"host:/x /srv/our\\040drive {kind} rw 0 0\n"
        "/dev/sdb1 /srv/our\\040drive/local ext4 rw 0 0\n"
        "broken\n"
    )

    expected = Place(kind, Path("/srv/our drive"), network=True) if shared else None
    assert place_of(Path("/srv/our drive/phd/study"), mounts=table) == expected
    assert place_of(Path("/srv/our drive/local/study"), mounts=table) is None
    assert place_of(Path("/srv/our drives/study"), mounts=table) is None


def test_the_root_of_a_container_is_no_network_drive(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text("none / 9p rw 0 0\n")

    assert place_of(Path("/home/ada/study"), mounts=table) is None


def test_a_place_is_noted_once_for_its_owner_only(tmp_path: Path) -> None:
    dropbox, drive = Place("Dropbox", tmp_path), Place("nfs", tmp_path, network=True)

    assert [note_place(tmp_path, p) for p in (dropbox, dropbox, drive, drive, dropbox)] == [
        True,
        False,
        True,
        False,
        False,
    ]
    note = tmp_path / ".ethnocode" / "place.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert json.loads(note.read_text()) == {
        "told": [["Dropbox", str(tmp_path)], ["nfs", str(tmp_path)]]
    }


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"told": 3}', b"{}"])
def test_a_broken_note_of_places_is_written_anew(tmp_path: Path, content: bytes) -> None:
    note = tmp_path / ".ethnocode" / "place.json"
    note.parent.mkdir()
    note.write_bytes(content)

    assert note_place(tmp_path, Place("Dropbox", tmp_path))
    assert not note_place(tmp_path, Place("Dropbox", tmp_path))


def conflicts(folder: Path) -> list[str]:
    texts = ("ethnocode.yaml", "books/codebook.yaml")
    found = conflict_copies(folder, database="ethnocode.db", texts=texts)
    return [path.relative_to(folder).as_posix() for path in found]


CONFLICTS = (
    "ethnocode (Ben's conflicted copy 2026-03-01).db",
    "ethnocode (Ben (laptop)'s conflicted copy 2026-03-01 (1)).db",
    "ethnocode (In Konflikt stehende Kopie von Ben 2026-03-01).db",
    "ethnocode (Copie en conflit de Ben 2026-03-01).db",
    "ethnocode (conflicted copy 2026-03-01 120000).db",
    "ethnocode.sync-conflict-20260301-120000-ABCDEFG.db",
    "ethnocode_conflict-20260301-120000.db",
    "ethnocode (SFConflict ben 2026-03-01-12-00-00).db",
    "ethnocode.Conflict.db",
    "ethnocode [conflicted].db",
    "ethnocode.db (Case Conflict 1)",
)
LIKELY_CONFLICTS = (
    "ethnocode (1).db",
    "ethnocode(2).db",
    "ethnocode 2.db",
    "ethnocode-DESKTOP-4F2K.db",
    "ethnocode-HOST.db",
    "ethnocode-Bens-MacBook-Pro.db",
)
OWN = (
    "ethnocode-backup.db",
    "ethnocode-old.db",
    "ethnocode-2026-03-01.db",
    "ethnocode-20260301T1200.db",
    "ethnocode-OLD.db",
    "ethnocode-BACKUP2.db",
    "ethnocode backup (1).db",
    "ethnocode.bak",
    "ethnocode.db.bak",
    "ethnocode copy.db",
    "ethnocode-archive.db",
    "ethnocode 2026.db",
    "ethnocode-V2.db",
    "ethnocode-chapter.db",
    "ethnocode.db-journal",
    "my ethnocode (1).db",
    "other.db",
)


@pytest.mark.parametrize("name", [*CONFLICTS, *LIKELY_CONFLICTS])
def test_a_copy_that_a_service_made_of_a_conflict_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "ethnocode.db").write_bytes(HEADER)
    (tmp_path / name).write_bytes(HEADER)

    assert conflicts(tmp_path) == [name]


@pytest.mark.parametrize("name", OWN)
def test_a_copy_that_somebody_named_is_their_own(tmp_path: Path, name: str) -> None:
    (tmp_path / "ethnocode.db").write_bytes(HEADER)
    (tmp_path / name).write_bytes(HEADER)

    assert conflicts(tmp_path) == []


@pytest.mark.parametrize("content", [b"", HEADER[:68] + b"\0\0\0\1" + HEADER[72:], b"x" * 100])
def test_a_copy_that_is_no_project_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CONFLICTS[0]).write_bytes(content)
    (tmp_path / CONFLICTS[1]).mkdir()

    assert conflicts(tmp_path) == []


def test_a_backup_that_the_project_noted_is_none(tmp_path: Path) -> None:
    for name in ("ethnocode (1).db", "ethnocode (2).db"):
        (tmp_path / name).write_bytes(HEADER)
    (tmp_path / ".ethnocode").mkdir()
    line = json.dumps({"path": str(tmp_path / "ethnocode (1).db")})
    (tmp_path / ".ethnocode" / "backups.jsonl").write_text(line + "\n")

    assert conflicts(tmp_path) == ["ethnocode (2).db"]


def test_copies_of_the_texts_are_found_where_their_names_leave_no_doubt(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    certain = [
        "books/codebook (Ben's conflicted copy 2026-03-01).yaml",
        "books/codebook.sync-conflict-20260301-120000-ABCDEFG.yaml",
        "ethnocode_conflict-20260301-120000.yaml",
    ]
    doubtful = [
        "books/codebook (1).yaml",
        "books/codebook 2.yaml",
        "books/codebook-HOST.yaml",
        "books/codebook-conflict.yaml",
        "books/codebook (conflict and power).yaml",
        "codebook (Ben's conflicted copy 2026-03-01).yaml",
    ]
    for name in (*certain, *doubtful):
        (tmp_path / name).touch()

    assert conflicts(tmp_path) == certain


def test_a_folder_that_is_not_there_has_no_copies(tmp_path: Path) -> None:
    assert conflicts(tmp_path / "gone") == []
