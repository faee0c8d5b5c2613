"""Imports take all of a file or nothing, whatever happens on the way."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.contact_export import export_contacts
from app.contact_file import Reason, Rejected
from app.contact_import import ContactImport, ImportFailedError, ImportProgress, preview
from app.contact_index import ContactIndex
from app.csv_columns import Column, Field
from connectors.crm.local.connector import LocalCrm, build
from connectors.phone_number import PhoneNumber
from connectors.records import NewContact
from tests.bench.make_contacts import write_csv, write_vcards
from tests.connectors.crm_suite import HOSTILE, a_call
from tests.connectors.test_local_crm import KEY, a_setup

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
AMARA = PhoneNumber("+442079460958")


@dataclass
class Home:
    """A rep's files, open; `reopen` is a restart."""

    folder: Path
    crm: LocalCrm
    index: ContactIndex

    def importer(self, command: Sequence[str] | None = None) -> ContactImport:
        return ContactImport(
            self.crm,
            self.index,
            connection="crm-1",
            folder=self.folder,
            key=KEY,
            region="GB",
            command=command,
        )

    async def take(self, path: Path, **changes: object) -> tuple[int, int, int, int]:
        plan = replace(preview(path), **changes)  # type: ignore[arg-type]
        report = await self.importer().run(plan, lambda progress: None)
        assert report.rejected_count == len(report.rejected)
        return report.added, report.updated, report.unchanged, report.rejected_count

    async def names(self) -> list[str]:
        page = await self.index.list_page(None, 10_000)
        listed: list[str] = []
        cursor: str | None = None
        while True:
            changes = await self.crm.list_changes(cursor)
            listed += [contact.name for contact in changes.contacts]
            cursor = changes.next_cursor
            if not changes.has_more:
                break
        names = [contact.name for contact in page.contacts]
        assert sorted(set(listed)) == sorted(set(names)), "CRM and index differ"
        return names

    async def close(self) -> None:
        await self.index.close()
        await self.crm.close()


def open_home(folder: Path) -> Home:
    return Home(
        folder, build(a_setup(folder)), ContactIndex.open(folder / "index.db", KEY)
    )


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    folder = tmp_path / "home"
    folder.mkdir()
    opened = open_home(folder)
    yield opened
    await opened.close()


def write(folder: Path, text: str, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


FILE = (
    "Name,Company,Phone,Mobile,E-mail,Notes\n"
    "Amara Okafor,Harbour & Lyle,020 7946 0958,,amara@x.example,Likes tea\n"
    "Jonas Brandt,Nordlicht Optik,+49 30 23125 660,,,\n"
    ",,,,,nothing to go by\n"
    "Front desk,,204,,,\n"
)


async def test_imported_contacts_are_found_everywhere(
    home: Home, tmp_path: Path
) -> None:
    counts = await home.take(write(tmp_path, FILE))

    [amara] = home.index.find(AMARA)
    assert counts == (3, 0, 0, 1)
    assert (await home.crm.find_contact(AMARA)).contacts == (amara,)
    assert (amara.company, amara.emails) == ("Harbour & Lyle", ("amara@x.example",))
    assert home.index.find_extension("204")[0].name == "Front desk"
    assert await home.index.search("okaf") == (amara,)
    assert (await home.crm.find_contact_with_name("amara")).contacts == (amara,)
    assert home.index.count() == 3
    assert (await home.crm.count_entities()).accounts == 2
    await home.crm.create_call_log(a_call(contact=amara))


async def test_rejected_lines_are_told_and_written(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, FILE + f"{'x' * 600},,1,,,\nA,b,c,d,e,f,g\nB\x00,,2,,,\n")
    beside = tmp_path / "rejected.csv"

    report = await home.importer().run(preview(path), lambda progress: None, beside)

    assert report.rejected == (
        Rejected(4, Reason.NO_NAME_AND_NO_NUMBER),
        Rejected(6, Reason.TOO_LONG),
        Rejected(7, Reason.UNPARSABLE),
        Rejected(8, Reason.BINARY),
    )
    assert beside.read_text().splitlines()[1] == "4,no-name-and-no-number"
    assert report.added == 3


async def test_the_same_file_again_changes_nothing(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    write_csv(path, 1_500)
    first = await home.take(path)

    again = await home.take(path)

    assert first[0] == again[2] == 1_500
    assert again[:2] == (0, 0)
    assert home.index.count() == 1_500
    assert len(await home.names()) == 1_500


async def test_a_newer_file_updates_and_removes_nothing(
    home: Home, tmp_path: Path
) -> None:
    await home.take(write(tmp_path, FILE))
    ref = home.index.find(AMARA)[0].ref
    newer = (
        "Name,Title,Phone,Mobile\n"
        "Amara Okafor,Head of Purchasing,+44 20 7946 0958,07700 900123\n"
    )

    counts = await home.take(write(tmp_path, newer, "newer.csv"))

    [amara] = home.index.find(PhoneNumber("+447700900123"))
    assert counts == (0, 1, 0, 0)
    assert amara.ref == ref
    assert amara.title == "Head of Purchasing"
    assert amara.company == "Harbour & Lyle"
    assert amara.emails == ("amara@x.example",)
    assert home.index.find(AMARA) == (amara,)
    assert (await home.crm.find_contact(AMARA)).contacts == (amara,)


async def test_a_contact_that_was_created_here_is_not_doubled(
    home: Home, tmp_path: Path
) -> None:
    created = await home.crm.create_contact(
        NewContact("Amara Okafor", AMARA, "020 7946 0958")
    )
    await home.index.put([created])

    counts = await home.take(write(tmp_path, FILE))

    assert counts == (2, 1, 0, 1)
    assert [c.id for c in home.index.find(AMARA)] == [created.id]


async def test_a_contact_twice_in_a_file_is_taken_once(
    home: Home, tmp_path: Path
) -> None:
    rows = "".join(f"Person {n % 700},+4420794{n % 700:05d}\n" for n in range(1_400))

    counts = await home.take(write(tmp_path, f"Name,Phone\n{rows}"))

    assert counts == (700, 0, 0, 700)
    assert home.index.count() == 700


async def test_vcards_are_imported_like_csv(home: Home, tmp_path: Path) -> None:
    write_csv(tmp_path / "made.csv", 600)
    write_vcards(tmp_path / "made.vcf", 600)
    await home.take(tmp_path / "made.csv")
    of_csv = await home.names()

    counts = await home.take(tmp_path / "made.vcf")

    assert counts[0] == 0
    assert await home.names() == of_csv


async def test_a_corrected_mapping_is_what_counts(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "Name,Phone,Wohnort\nAmara,020 7946 0958,Nordlicht\n")
    columns = (*preview(path).columns[:2], Column("Wohnort", Field.COMPANY))

    await home.take(path, columns=columns)

    assert home.index.find(AMARA)[0].company == "Nordlicht"


async def test_progress_only_grows_to_the_end(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    write_csv(path, 12_000)
    told: list[ImportProgress] = []

    await home.importer().run(preview(path), told.append)

    dones = [progress.done for progress in told]
    assert dones == sorted(dones)
    assert len(set(dones)) > 4
    assert all(progress.done <= progress.total for progress in told)


async def test_nothing_is_seen_before_the_end_and_calls_are_logged_meanwhile(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    write_csv(path, 8_000)
    seen: set[int] = set()
    logged = 0

    async def look() -> None:
        nonlocal logged
        while True:
            seen.add(home.index.count())
            seen.add(len(await home.index.search("a", 50)))
            found = await home.crm.find_contact_with_name("a")
            seen.add(len(found.contacts))
            await home.crm.create_call_log(a_call(f"call-{logged}"))
            await home.crm.create_contact(NewContact(f"Zz {logged}", key=f"k{logged}"))
            logged += 1
            if logged == 1_000:
                await asyncio.sleep(0.001)

    looking = asyncio.ensure_future(look())
    await home.importer().run(preview(path), lambda progress: None)
    before = frozenset(seen)
    looking.cancel()

    assert logged > 3
    assert before <= {0, 8_000, 50, 20}
    assert home.index.count() == 8_000


@pytest.mark.parametrize("after", [1, 5_500])
async def test_a_cancelled_import_leaves_nothing(
    home: Home, tmp_path: Path, after: int
) -> None:
    path = tmp_path / "many.csv"
    write_csv(path, 10_000)
    reached = asyncio.Event()

    def watch(progress: ImportProgress) -> None:
        if progress.done >= after:
            reached.set()

    running = asyncio.ensure_future(home.importer().run(preview(path), watch))
    await reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert home.index.count() == 0
    assert await home.names() == []
    assert await home.crm.list_open_imports() == []
    assert list(home.folder.glob("import-*")) == []


@pytest.mark.parametrize(
    "worker", ["raise SystemExit(3)", 'print(\'{"problem": "DiskFullError"}\')']
)
async def test_a_worker_that_fails_leaves_nothing(
    home: Home, tmp_path: Path, worker: str
) -> None:
    importer = home.importer((sys.executable, "-c", worker))

    with pytest.raises(ImportFailedError):
        await importer.run(preview(write(tmp_path, FILE)), lambda progress: None)

    assert home.index.count() == 0
    assert await home.crm.list_open_imports() == []


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from app.contact_import import preview
from tests.app.test_contact_import import open_home

async def main():
    home = open_home(Path(sys.argv[1]))
    where = sys.argv[3]
    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)
    if where == "reading":
        watch = lambda progress: progress.done > 1000 and die()
    elif where == "copying":
        watch = lambda progress: progress.done > 5500 and die()
    else:
        watch = lambda progress: None
        owner = home.index if where == "show_import" else home.crm
        setattr(owner, where, die)
    await home.importer().run(preview(Path(sys.argv[2])), watch)

asyncio.run(main())
"""


def run_until_killed(folder: Path, path: Path, where: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(path), where],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("where", "is_kept"),
    [
        ("reading", False),
        ("copying", False),
        ("commit_import", False),
        ("show_import", True),
        ("settle_import", True),
    ],
)
async def test_a_kill_leaves_all_of_an_import_or_nothing(
    tmp_path: Path, where: str, is_kept: bool
) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_csv(first, 10)
    write_csv(second, 10_000)
    second.write_text(second.read_text().replace("Business Phone", "Phone", 1))
    home = open_home(folder)
    await home.take(first)
    await home.close()
    assert run_until_killed(folder, second, where) == -signal.SIGKILL

    home = open_home(folder)
    await home.importer().recover()

    assert home.index.count() == (10_000 if is_kept else 10)
    assert len(await home.names()) == home.index.count()
    assert await home.crm.list_open_imports() == []
    assert list(folder.glob("import-*")) == []
    await home.close()


async def test_the_key_is_in_no_argument_and_no_environment(
    home: Home, tmp_path: Path
) -> None:
    spy = tmp_path / "spy.json"
    code = (
        "import sys, os, json; from app import import_worker;"
        f"open({str(spy)!r}, 'w').write(json.dumps([sys.argv, dict(os.environ)]));"
        "sys.exit(import_worker.main())"
    )
    importer = home.importer((sys.executable, "-c", code))

    await importer.run(preview(write(tmp_path, FILE)), lambda progress: None)

    assert KEY.hex() not in json.dumps(json.loads(spy.read_text()))
    assert home.index.count() == 3


def test_a_worker_loads_no_window_and_no_loop() -> None:
    code = "import app.import_worker, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(done.stdout.split())
    assert not {"PySide6", "qasync", "httpx", "keyring", "pydantic"} & loaded


@pytest.mark.parametrize("name", ["all.csv", "all.vcf"])
async def test_an_export_comes_back_as_it_was(
    home: Home, tmp_path: Path, name: str
) -> None:
    made = tmp_path / "made.csv"
    write_csv(made, 700)
    await home.take(made)
    rows = "".join(
        f'"{text.replace(chr(34), chr(34) * 2)[:400]}",+4420794610{n:02d},'
        f'"{text.replace(chr(34), chr(34) * 2)}"\n'
        for n, text in enumerate(HOSTILE)
    )
    hostile = write(tmp_path, f"Name,Phone,Notes\n{rows}", "hostile.csv")
    assert (await home.take(hostile))[0] == len(HOSTILE)
    await home.take(write(tmp_path, FILE, "few.csv"))
    target = tmp_path / name
    written = await export_contacts(home.crm, target)

    again = await home.take(target)
    other = tmp_path / "other"
    other.mkdir()
    fresh = open_home(other)
    counts = await fresh.take(target)

    async def everything(crm: LocalCrm) -> list[tuple[object, ...]]:
        _, cards = await crm.list_cards(0, 10_000)
        return sorted(tuple(card) for card in cards)

    assert written == 700 + len(HOSTILE) + 3
    assert again == (0, 0, written, 0)
    assert counts == (written, 0, 0, 0)
    assert await everything(fresh.crm) == await everything(home.crm)
    assert target.stat().st_mode & 0o777 == 0o600
    await fresh.close()


async def test_the_sample_contacts_can_be_imported(home: Home) -> None:
    counts = await home.take(ROOT / "resources" / "demo" / "contacts.csv")

    assert counts == (20, 0, 0, 0)
    assert home.index.find(AMARA)[0].company == "Harbour & Lyle"
    assert len(home.index.find(PhoneNumber("+493023125700"))) == 4
