"""Makes contacts for figures and tests: the same ones every time, nobody real.

Numbers lie in ranges kept for fiction or in their neighbourhood, written as people of
their country write them.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


def _words(text: str, divider: str | None = None) -> list[str]:
    return text.split(divider)


_FIRST = _words(
    "Amara Eleanor Jonas Priya Kenji Hannah Tomás Aisha Wilhelmina Søren Zoë "
    "Łukasz Marta Oliver Ingrid Mateo Chloé Björn Fatima George Nadia Pavel "
    "Siobhán Yusuf Ximena Akira Beatrix Caspian Delphine Emeka Freya Gaspard Hiro "
    "Isolde Jürgen Katarína Leopold Mireille Nikolai Ottoline Pilar Quentin "
    "Rosalind Stellan Thandi Ulrike Viktor Wanda Xavier Yara Zdeněk Anselm Brigid "
    "Cosmo Dagny Esther Florian"
)
_HEADS = _words(
    "Oka Whit Brand Ram Wata Vo Ri Bel Feather Sören Ad Kow Cal Hart Lind Mon Nord "
    "Har Ash Or Pem Quill Rook Sand Thorn Ul Vance Wether York Zim Al Bry Cress "
    "Dun Ever Fair Green Holl Ives Jar Keld Lang Mar Net Ox Pol Ran Stan Tre Und "
    "Vel Wes"
)
_MIDDLES = _words("a be co der en fi ga hel in ke la men ner o pe ri sel ter u ver")
_TAILS = _words(
    "for combe t an nabe gel vera lo haugh sen eyemi ski der mann berg ley ton "
    "wick ham ford well wood field worth man stein ova enko ez ini ault quist "
    "dottir ssen"
)
_TRADES = _words(
    "Optik|Foods|Clinics|Robotics|Estates|Logistik|& Partner|Ltd|GmbH|Inc|Freight|"
    "Paper Mill|Dairy|Textiles|Instruments|Software|Brewing|Timber|Marine|Energy",
    "|",
)
_TITLES = "|Buyer|Head of Purchasing|Owner|Leiterin Einkauf|CFO|Sales Lead|Engineer"


class MadeContact(NamedTuple):
    """One made-up contact, its numbers as written."""

    first: str
    last: str
    company: str
    title: str
    work: str
    mobile: str
    email: str


def make_contacts(count: int, seed: int = 20261122) -> Iterator[MadeContact]:
    """Yield contacts; the first n of a larger count are the same."""
    lots = random.Random(seed)
    choose, below = lots.choice, lots.randrange
    titles = _TITLES.split("|")
    for number in range(count):
        first = choose(_FIRST)
        middle = choose(_MIDDLES) if below(2) else ""
        last = f"{choose(_HEADS)}{middle}{choose(_TAILS)}"
        if not below(12):
            last += f"-{choose(_HEADS)}{choose(_TAILS)}"
        company = (
            f"{choose(_HEADS)}{choose(_MIDDLES)}{choose(_TAILS)} {choose(_TRADES)}"
        )
        yield MadeContact(
            first=first,
            last=last,
            company=company,
            title=choose(titles),
            work=_write(number * 7 + below(7), lots),
            mobile=_write(10_000_000 + below(50_000_000), lots) if not below(3) else "",
            email=f"p{number}@c{number % 9973}.example" if below(2) else "",
        )


def _write(number: int, lots: random.Random) -> str:
    """Write the number-th number of a country as it is written there."""
    n = f"{number % 100_000_000:08d}"
    three = f"{2 + number % 8}{n[2:4]}"
    return lots.choice(
        (
            f"+44 20 {n[:4]} {n[4:]}",
            f"020 {n[:4]} {n[4:]}",
            f"+4420{n}",
            f"+49 30 {n}",
            f"0049 30 {n[:4]}-{n[4:]}",
            f"+1 (415) {three}-{n[4:]}",
            f"+1-212-{three}-{n[4:]}",
            f"(020) {n[:4]}-{n[4:]}",
        )
    )


def write_csv(path: Path, count: int, seed: int = 20261122) -> None:
    """Write made-up contacts as Outlook would name their columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            (
                *("First Name", "Last Name", "Company", "Job Title"),
                *("Business Phone", "Mobile Phone", "E-mail Address"),
            )
        )
        writer.writerows(make_contacts(count, seed))


def write_vcards(path: Path, count: int, seed: int = 20261122) -> None:
    """Write made-up contacts as vCard 3.0."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for made in make_contacts(count, seed):
            lines = [
                "BEGIN:VCARD\r\nVERSION:3.0\r\n"
                f"N:{made.last};{made.first};;;\r\nFN:{made.first} {made.last}\r\n"
                f"ORG:{made.company}\r\n"
            ]
            if made.title:
                lines.append(f"TITLE:{made.title}\r\n")
            lines.append(f"TEL;TYPE=WORK,VOICE:{made.work}\r\n")
            if made.mobile:
                lines.append(f"TEL;TYPE=CELL:{made.mobile}\r\n")
            if made.email:
                lines.append(f"EMAIL;TYPE=INTERNET:{made.email}\r\n")
            lines.append("END:VCARD\r\n")
            file.write("".join(lines))


if __name__ == "__main__":
    target, wanted = Path(sys.argv[1]), int(sys.argv[2])
    write = write_vcards if target.suffix == ".vcf" else write_csv
    write(target, wanted)
