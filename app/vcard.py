"""Contacts in vCard files: versions 2.1, 3.0 and 4.0 are read, 3.0 and 4.0 written."""

from __future__ import annotations

import quopri
import re
from typing import TYPE_CHECKING, NamedTuple

from app.contact_file import Reason, a_card, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.contact_card import ContactCard

MAX_CARD_CHARS = 2_000_000  # photos count too
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARAMETER = re.compile(r';([^=;:"]+)(?:=((?:"[^"]*"|[^";:])*))?')
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\)((?:\\\\)*);")
_CARET = re.compile(r"\^([n^'])")
_NOT_A_LABEL = frozenset({"voice", "pref", "text", "msg", "internet", "x-internet"})
_WANTED = frozenset(
    {"FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "NOTE", "UID", "KIND", "X-ABSHOWAS"}
)


class _Line(NamedTuple):
    name: str
    parameters: dict[str, list[str]]
    value: str


def read_blocks(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | Reason]]:
    """Yield (line, unfolded lines of a card), or why it is none.

    What stands between cards is passed over.
    """
    card: list[str] | None = None
    start = size = 0
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if card is None:
            if text[:11].upper() == "BEGIN:VCARD":
                card, start, size = [], number, 0
            continue
        size += len(text)
        head = text[:1]
        if card and card[-1].endswith("=") and "QUOTED-PRINTABLE" in card[-1].upper():
            card[-1] = card[-1][:-1] + text
        elif head in {" ", "\t"} and card:
            if size <= MAX_CARD_CHARS:
                card[-1] += text[1:]
        elif head in {"E", "e"} and text[:9].upper() == "END:VCARD":
            yield start, card if size <= MAX_CARD_CHARS else Reason.TOO_LONG
            card = None
        elif head in {"B", "b"} and text[:11].upper() == "BEGIN:VCARD":
            yield start, Reason.UNPARSABLE
            card, start, size = [], number, 0
        elif text and size <= MAX_CARD_CHARS:
            card.append(text)
    if card is not None:
        yield start, Reason.UNPARSABLE


def make_card(lines: list[str]) -> ContactCard | Reason:
    """Return the contact of a card's lines."""
    texts: dict[str, str] = {}
    phones: list[tuple[str, str]] = []
    emails: list[str] = []
    notes: list[str] = []
    for text in lines:
        line = _read_line(text)
        if line is None:
            continue
        if "\x00" in line.value:
            return Reason.BINARY
        if line.name == "TEL":
            raw = clean(_unescaped(line.value)).removeprefix("tel:")
            if raw:
                phones.append((raw, _label(line.parameters)))
        elif line.name == "EMAIL":
            emails.append(clean(_unescaped(line.value)).removeprefix("mailto:"))
        elif line.name == "NOTE":
            notes.append(clean(_unescaped(line.value)))
        elif line.name in {"N", "ORG"}:
            texts.setdefault(line.name, line.value)
        else:
            texts.setdefault(line.name, clean(_unescaped(line.value)))
    is_company = (
        texts.get("KIND", "").lower() == "org"
        or texts.get("X-ABSHOWAS", "").lower() == "company"
    )
    kind = texts.get("KIND", "")
    if kind.lower() in {"individual", "org", ""}:
        kind = "company" if is_company else ""
    company = clean(" ".join(_parts(texts.get("ORG", ""))))
    name = texts.get("FN") or _name_of_parts(texts.get("N", ""))
    return a_card(
        name=name,
        company=company,
        title=texts.get("TITLE", ""),
        phones=tuple(dict.fromkeys(phones)),
        emails=tuple(dict.fromkeys(filter(None, emails))),
        note="\n".join(filter(None, notes)),
        uid=texts.get("UID", ""),
        kind=kind,
    )


def _read_line(text: str) -> _Line | None:
    head, colon, value = text.partition(":")
    if not colon:
        return None
    bare, semicolon, _ = head.partition(";")
    name = bare.rpartition(".")[2].upper()
    if name not in _WANTED:
        return None
    if not semicolon:
        return _Line(name, {}, value)
    parameters: dict[str, list[str]] = {}
    end = len(bare)
    while found := _PARAMETER.match(text, end):
        key, given = found.group(1).upper(), found.group(2)
        if given is None:
            key, given = "TYPE", key  # 2.1 writes "TEL;WORK;VOICE:"
        values = (v.strip('"') for v in re.findall(r'"[^"]*"|[^,"]+', given))
        parameters.setdefault(key, []).extend(values)
        end = found.end()
    value = text[end + 1 :]
    coding = [v.upper() for v in parameters.get("ENCODING", parameters.get("TYPE", []))]
    if "QUOTED-PRINTABLE" in coding:
        charset = (parameters.get("CHARSET") or ["utf-8"])[0]
        try:
            value = quopri.decodestring(value.encode()).decode(charset, "replace")
        except LookupError:
            value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    return _Line(name, parameters, value)


def _label(parameters: dict[str, list[str]]) -> str:
    for value in parameters.get("TYPE", []):
        label = _CARET.sub(lambda m: {"n": "\n", "^": "^", "'": '"'}[m[1]], value)
        if label.lower() in {"cell", "mobile"}:
            return "mobile"
        if label.lower() not in _NOT_A_LABEL and label.lower() != "quoted-printable":
            return clean(label.lower() if label.isupper() else label)
    return ""


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)


def _parts(text: str) -> list[str]:
    """Split at semicolons that are not escaped."""
    parts = _UNESCAPED_SEMICOLON.sub("\\1\x00", text).split("\x00")
    return [part for raw in parts if (part := clean(_unescaped(raw)))]


def _name_of_parts(text: str) -> str:
    raw = _UNESCAPED_SEMICOLON.sub("\\1\x00", text).split("\x00")
    last, first, middle, prefix, suffix = ([*raw, "", "", "", "", ""])[:5]
    order = (prefix, first, middle, last, suffix)
    return " ".join(part for p in order if (part := clean(_unescaped(p))))


def write_cards(cards: Iterable[ContactCard], version: str = "4.0") -> str:
    """Return contacts as vCards of version 3.0 or 4.0."""
    return "".join(_write(card, version) for card in cards)


def _write(card: ContactCard, version: str) -> str:
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    if version == "4.0":
        kind = {"contact": "individual", "company": "org"}.get(card.kind, card.kind)
        lines.append(f"KIND:{_escaped(kind)}")
    elif card.kind == "company":
        lines.append("X-ABSHOWAS:COMPANY")
    elif card.kind != "contact":
        lines.append(f"KIND:{_escaped(card.kind)}")
    lines.append(f"FN:{_escaped(card.name)}")
    if version != "4.0":
        lines.append(f"N:{_escaped(card.name)};;;;")
    if card.company:
        lines.append(f"ORG:{_escaped(card.company)}")
    if card.title:
        lines.append(f"TITLE:{_escaped(card.title)}")
    for raw, label in card.phones:
        kind = f';TYPE="{_parameter(label)}"' if label else ""
        lines.append(f"TEL{kind}:{_escaped(raw)}")
    lines += [f"EMAIL:{_escaped(email)}" for email in card.emails]
    if card.note:
        lines.append(f"NOTE:{_escaped(card.note)}")
    if card.uid:
        lines.append(f"UID:{_escaped(card.uid)}")
    lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _parameter(text: str) -> str:
    text = "cell" if text == "mobile" else text
    return text.replace("^", "^^").replace("\n", "^n").replace('"', "^'")


def _folded(line: str) -> str:
    """Break a line every 75 bytes, never inside a sign."""
    if len(line) <= 75 and line.isascii():
        return line
    pieces: list[str] = []
    piece: list[str] = []
    room = 75
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("".join(piece))
            piece, room = [], 74
        piece.append(sign)
        room -= size
    pieces.append("".join(piece))
    return "\r\n ".join(pieces)
