"""Imports contacts from CSV and vCard files: looked at first, then all or nothing.

`preview` guesses what a file holds, the rep corrects it, `ContactImport.run` does it:
two processes read and stage, the local CRM and the index copy what they staged, unseen
and in steps of milliseconds, and one row shows it all. A kill before that row leaves
nothing; after it, `recover` does what is left at the next start.

A contact that is there already (same id in the file; without one, same name and number)
is brought up to date and not doubled: what the file says wins, what it does not say
stays, numbers and e-mails are added and never removed.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app import csv_file, vcard
from app.contact_file import (
    ContactFileError,
    FileKind,
    FileProblem,
    Reason,
    Rejected,
    check,
    guess_encoding,
    read_sample,
)
from app.csv_columns import (
    Column,
    Field,
    guess_columns,
    guess_without_header,
    is_header,
)
from connectors.contact_card import ContactCard
from connectors.disk import sync_file
from connectors.staged_contacts import list_rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.contact_index import ContactIndex
    from connectors.records import Contact

WORKERS = 2
_PACKAGES = Path(__file__).resolve().parents[1]
SAMPLE_ROWS = 20
SHOWN_REJECTED = 1_000
_UPDATED_AT_ONCE = 200
_REACHING = frozenset({Field.PHONE, Field.EMAIL})
_NAMING = frozenset({Field.NAME, Field.FIRST, Field.LAST, Field.COMPANY, Field.PHONE})
_TOLD_ROWS = 5_000  # copied between two reports of progress


class ImportFailedError(Exception):
    """An import ended before its end; nothing of it is visible."""


class BulkContacts(Protocol):
    """The door through which a CRM of our own takes an import."""

    async def begin_import(self) -> int: ...

    async def plan_import(self, parts: Sequence[Path]) -> tuple[int, int]: ...

    async def add_batch(
        self, no: int, parts: Sequence[Path], tell: Callable[[int], None]
    ) -> None: ...

    async def commit_import(self, no: int) -> None: ...

    async def settle_import(self, no: int, parts: Sequence[Path]) -> list[int]: ...

    async def discard_import(self, no: int) -> None: ...

    async def list_open_imports(self) -> list[tuple[int, str]]: ...

    async def read_contacts(self, ids: Sequence[int]) -> tuple[Contact, ...]: ...


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file seems to hold; replace what is wrong and run it.

    `columns`, `has_header` and `delimiter` matter for CSV alone. `cards` are the first
    contacts as they would be taken.
    """

    path: Path
    kind: FileKind
    encoding: str
    delimiter: str
    has_header: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    cards: tuple[ContactCard, ...]
    estimated_count: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How an import went; `rejected` has the first of the lines left out."""

    added: int
    updated: int
    unchanged: int
    rejected_count: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is, in contacts; `total` is a guess until all are read."""

    done: int
    total: int


def preview(path: Path, columns: tuple[Column, ...] | None = None) -> ImportPreview:
    """Look at a file; with `columns`, show it as read with these.

    Raises ContactFileError where it holds no contacts.
    """
    sample = read_sample(path)
    encoding = guess_encoding(path, sample)
    text = sample.decode(encoding, "replace")
    size = path.stat().st_size
    is_whole = size <= len(sample)
    if text.lstrip("\ufeff \t\r\n")[:11].upper() == "BEGIN:VCARD":
        lines = text.splitlines(keepends=True)
        blocks = list(vcard.read_blocks(lines if is_whole else lines[:-1]))
        made = [vcard.make_card(b) for _, b in blocks if not isinstance(b, Reason)]
        cards = [card for card in made if isinstance(card, ContactCard)]
        if not cards:
            raise ContactFileError(FileProblem.NO_CONTACTS)
        count = len(blocks) if is_whole else len(blocks) * size // len(sample)
        return ImportPreview(
            path=path,
            kind=FileKind.VCARD,
            encoding=encoding,
            delimiter="",
            has_header=False,
            columns=(),
            rows=(),
            cards=tuple(cards[:SAMPLE_ROWS]),
            estimated_count=count,
        )
    return _preview_csv(path, text, encoding, columns)


def _preview_csv(
    path: Path, text: str, encoding: str, columns: tuple[Column, ...] | None
) -> ImportPreview:
    delimiter = csv_file.guess_delimiter(text)
    rows = csv_file.first_rows(text, delimiter, SAMPLE_ROWS + 1)
    has_header = is_header(rows[0], rows[1:])
    if columns is None:
        columns = _guess(rows, has_header=has_header)
    first = rows[1:] if has_header else rows[:SAMPLE_ROWS]
    made = [csv_file.make_card(row, columns) for row in first]
    lines = text.count("\n") or text.count("\r") or 1
    count = max(1, lines * path.stat().st_size // max(1, len(text.encode(encoding))))
    return ImportPreview(
        path=path,
        kind=FileKind.CSV,
        encoding=encoding,
        delimiter=delimiter,
        has_header=has_header,
        columns=columns,
        rows=tuple(tuple(row) for row in first),
        cards=tuple(
            card
            for card in made
            if isinstance(card, ContactCard) and check(card) is None
        ),
        estimated_count=max(1, count - has_header),
    )


def _guess(rows: list[list[str]], *, has_header: bool) -> tuple[Column, ...]:
    """Guess by the header; where it means nothing, by what stands below it."""
    columns = guess_columns(rows[0]) if has_header else ()
    if any(c.field in _NAMING for c in columns):
        return columns
    judged = guess_without_header(rows[1:] if has_header else rows)
    if not any(c.field in _REACHING for c in judged):
        raise ContactFileError(FileProblem.NO_CONTACTS)
    if not has_header:
        return judged
    names = [*rows[0], *("" for _ in judged[len(rows[0]) :])]
    return tuple(
        Column(name.strip(), column.field)
        for name, column in zip(names, judged, strict=False)
    )


def worker_command() -> tuple[str, ...]:
    """Return how a worker is started; a bundled program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "import-worker")
    return (sys.executable, "-m", "app.import_worker")


class ContactImport:
    """Takes contact files into a local CRM and the index together."""

    def __init__(
        self,
        crm: BulkContacts,
        index: ContactIndex,
        *,
        connection: str,
        folder: Path,
        key: bytes | None,
        region: str,
        command: Sequence[str] | None = None,
    ) -> None:
        self._crm = crm
        self._index = index
        self._connection = connection
        self._folder = folder
        self._key = key
        self._region = region
        self._command = tuple(command or worker_command())

    async def run(
        self,
        plan: ImportPreview,
        on_progress: Callable[[ImportProgress], None],
        rejected_path: Path | None = None,
    ) -> ImportReport:
        """Import a file; cancelling the task leaves nothing behind.

        `rejected_path` gets every rejected line as CSV. Raises ImportFailedError.
        """
        no = await self._crm.begin_import()
        parts = [self._part(no, share) for share in range(WORKERS)]
        try:
            seen = await self._stage(plan, parts, on_progress)
            same, changed = await self._crm.plan_import(parts)
            new = await asyncio.to_thread(self._report, parts, rejected_path)
            rejected, rejected_count = new
            await self._copy(no, parts, seen, on_progress)
            for part in parts:
                await asyncio.to_thread(sync_file, part)
            await self._crm.commit_import(no)
        except BaseException:
            await self._undo(no)
            raise
        await self._settle(no, parts)
        await self._index.tidy()
        return ImportReport(
            added=seen - rejected_count - same - changed,
            updated=changed,
            unchanged=same,
            rejected_count=rejected_count,
            rejected=rejected,
        )

    async def recover(self) -> None:
        """End what a kill left: finish what was committed, remove the rest."""
        for no, state in await self._crm.list_open_imports():
            if state == "committed":
                parts = [self._part(no, share) for share in range(WORKERS)]
                are_there = all(part.exists() for part in parts)
                await self._settle(no, parts if are_there else ())
            else:
                await self._undo(no)
        await self._index.sweep()
        await self._index.tidy()
        for stray in self._folder.glob("import-*.db*"):
            stray.unlink()

    def _part(self, no: int, share: int) -> Path:
        return self._folder / f"import-{no}-{share}.db"

    async def _stage(
        self,
        plan: ImportPreview,
        parts: Sequence[Path],
        on_progress: Callable[[ImportProgress], None],
    ) -> int:
        """Let the workers read the file; return how many records it has."""
        seen = [0] * len(parts)

        def tell(share: int, count: int) -> None:
            seen[share] = count
            # reading is half of the way
            done = min(seen) // 2
            on_progress(ImportProgress(done, max(plan.estimated_count, *seen)))

        async def work(share: int) -> None:
            job = {
                "path": str(plan.path.absolute()),
                "kind": plan.kind.value,
                "encoding": plan.encoding,
                "delimiter": plan.delimiter,
                "has_header": plan.has_header,
                "columns": [[c.field.value, c.label] for c in plan.columns],
                "region": self._region,
                "share": share,
                "shares": len(parts),
                "target": str(parts[share].absolute()),
                "key": self._key.hex() if self._key else "",
            }
            await self._run_worker(job, lambda count: tell(share, count))

        with _first_problem():
            async with asyncio.TaskGroup() as group:
                for share in range(len(parts)):
                    group.create_task(work(share))
        return max(seen)

    async def _run_worker(
        self, job: Mapping[str, object], tell: Callable[[int], None]
    ) -> None:
        worker = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=_PACKAGES,
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        problem = "ended early"
        is_done = False
        try:
            with suppress(ConnectionError):
                worker.stdin.write(json.dumps(job).encode() + b"\n")
                await worker.stdin.drain()
            while line := await worker.stdout.readline():
                told = json.loads(line)
                problem = told.get("problem", problem)
                is_done = told.get("is_done", False)
                if "seen" in told:
                    tell(told["seen"])
        except BaseException:
            if worker.returncode is None:
                with suppress(ProcessLookupError):
                    worker.kill()
            raise
        finally:
            worker.stdin.close()
            await worker.wait()
        if not is_done:
            raise ImportFailedError(problem)

    async def _copy(
        self,
        no: int,
        parts: Sequence[Path],
        seen: int,
        on_progress: Callable[[ImportProgress], None],
    ) -> None:
        loop = asyncio.get_running_loop()
        copied = 0

        def show(rows: int) -> None:
            nonlocal copied
            copied += rows
            on_progress(ImportProgress(min(seen, seen // 2 + copied // 4), seen))

        waiting = 0

        def tell(rows: int) -> None:
            nonlocal waiting
            waiting += rows
            if waiting >= _TOLD_ROWS:
                loop.call_soon_threadsafe(show, waiting)
                waiting = 0

        with _first_problem():
            async with asyncio.TaskGroup() as group:
                group.create_task(self._crm.add_batch(no, parts, lambda rows: None))
                group.create_task(
                    self._index.stage_import(
                        self._connection, no, parts, self._key, tell
                    )
                )

    def _report(
        self, parts: Sequence[Path], rejected_path: Path | None
    ) -> tuple[tuple[Rejected, ...], int]:
        """Count what was rejected, keep the first, write them all where wanted."""
        first: list[Rejected] = []
        count = 0
        target = rejected_path or Path(os.devnull)
        with target.open("w", newline="", encoding="utf-8") as to:
            writer = csv.writer(to)
            writer.writerow(("line", "reason"))
            for line, reason in list_rejected(parts, self._key):
                count += 1
                writer.writerow((line, reason))
                if count <= SHOWN_REJECTED:
                    first.append(Rejected(line, Reason(reason)))
        return tuple(first), count

    async def _settle(self, no: int, parts: Sequence[Path]) -> None:
        """Show what is committed and bring changed contacts into the index."""
        await self._index.show_import(no)
        changed = await self._crm.settle_import(no, parts)
        for start in range(0, len(changed), _UPDATED_AT_ONCE):
            ids = changed[start : start + _UPDATED_AT_ONCE]
            await self._index.put(await self._crm.read_contacts(ids))
        await asyncio.to_thread(self._remove_parts, no)

    async def _undo(self, no: int) -> None:
        await self._index.drop_import(no)
        await self._crm.discard_import(no)
        await asyncio.to_thread(self._remove_parts, no)

    def _remove_parts(self, no: int) -> None:
        for part in self._folder.glob(f"import-{no}-*"):
            part.unlink()


@contextmanager
def _first_problem() -> Iterator[None]:
    """Raise what went wrong first instead of a group of what did."""
    try:
        yield
    except ExceptionGroup as problems:
        raise problems.exceptions[0] from problems
