"""What a phone number means, whoever wrote it: parse, compare, display.

Numbers print masked. Two numbers are the same when their E.164 forms are; an
extension behind a number is kept for dialling and showing, and is no part of it.
The only file that knows `phonenumbers`, which loads on the first question.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import resources
from connectors.dialled_text import MAX_CHARS, digits_of, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import phonenumbers

_MAX_EXTENSION_DIGITS = 6
_MIN_DIGITS_FROM_ABROAD = 12  # longer than a national number without its zero
_MIN_DIGITS_BEFORE_WORDS = 7  # "0800 TAXI" is a vanity number, "030 123456 home" not
_WORLD = "001"  # the library's region of numbers that belong to no country


WITHHELD = frozenset(
    {
        *("", "anonymous", "anonym", "unknown", "unbekannt", "restricted", "private"),
        *("withheld", "unavailable", "blocked", "no number", "private number"),
        *("number withheld", "unterdrückt", "caller id blocked", "not available"),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class PhoneNumber:
    """A phone number in E.164 form. Prints masked; ask for `e164` on purpose.

    The extension (`;ext=`, "x12") is kept and not compared: a company's number is the
    same number whichever desk it was meant for.
    """

    e164: str
    extension: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"…{self.e164[-2:]}"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class DialledParty:
    """What a phone's text for the other side means: at most one of the two is set.

    An extension is internal: two to six digits, or a short star code ("*97"). Both
    None: withheld, unknown or unparsable.
    """

    number: PhoneNumber | None = None
    extension: str | None = field(default=None, repr=False)


def parse(raw: str, region: str) -> PhoneNumber | None:
    """Return the number that `raw` means in `region` ("DE"), or None if it is none."""
    return read_party(raw, region).number


def is_withheld(raw: str | None) -> bool:
    """Return whether a phone only says, in whatever words, that it tells no number."""
    if not raw:
        return True
    text = raw[:MAX_CHARS].strip().strip("<>").strip().casefold()
    user = text.removeprefix("sips:").removeprefix("sip:").partition("@")[0]
    return user.strip('"') in WITHHELD


def read_party(raw: str | None, region: str) -> DialledParty:
    """Read what a phone tells of the other side: a number, an extension or neither.

    Never raises, whatever it is given, and looks at the first 250 characters only.
    """
    return _read_party(raw[:MAX_CHARS], region.upper()) if raw else DialledParty()


@functools.lru_cache(maxsize=4096)
def _read_party(raw: str, region: str) -> DialledParty:
    written = read_text(raw)
    digits = digits_of(written.text)
    if not digits.strip("0"):
        return DialledParty()
    if re.fullmatch(_STAR_CODE, written.text):
        return DialledParty(extension=written.text)
    if "*" in written.text:
        return DialledParty()  # "*21*…#" tells the exchange something, it calls no one
    if len(digits) <= _MAX_EXTENSION_DIGITS and not re.search(_IS_LONG, written.text):
        return _read_short(written.text, digits, region)
    party = _read_long(written.text, region)
    if party.number is None or written.extension is None:
        return party
    return DialledParty(number=replace(party.number, extension=written.extension))


def is_same(stored_raw: str, incoming_raw: str, region: str) -> bool:
    """Return whether both texts mean one number; extensions are never a number."""
    stored = parse(stored_raw, region)
    return stored is not None and stored == parse(incoming_raw, region)


def fast_parse(raw: str, region: str) -> PhoneNumber | None:
    """Return what `parse` returns, several times faster for plain digits.

    For bulk work: E.164 and national numbers without letters are settled by length
    and prefix alone, everything else goes to `parse`.
    """
    e164 = _read_plain(raw, region)
    return parse(raw, region) if e164 is None else PhoneNumber(e164)


def dial_string(raw: str, region: str) -> str | None:
    """Return what may be sent to a phone for `raw`: digits, +, * and # alone.

    None where there is nothing to dial, and for codes that would change how the
    phone works ("*21*…#" forwards every call).
    """
    written = read_text(raw)
    if written.hides_caller:
        rest = dial_string(written.text, region)
        return None if rest is None else written.hides_caller + rest
    party = read_party(raw, region)
    if party.number is not None:
        return party.number.e164
    if party.extension is not None:
        return party.extension
    text = re.sub(_SEPARATORS, "", written.text)
    return text if re.fullmatch(_DIALLABLE, text) else None


def display(number: PhoneNumber) -> str:
    """Return the number as people write it across borders: "+44 20 7946 0958"."""
    text = _international(number.e164)
    return f"{text} x{number.extension}" if number.extension else text


def country(number: PhoneNumber) -> str:
    """Return the region that a number belongs to ("GB"; "001" for none of them).

    Where several regions share a calling code and the number does not tell, the
    biggest one.
    """
    return _country(number.e164)


def country_name(code: str, language: str) -> str:
    """Return the name of a region in German ("de…") or, for all else, in English.

    A code without a name is its own name.
    """
    english, german = _country_names().get(code.upper(), (code, code))
    return german if language.lower().startswith("de") else english


def regions() -> tuple[str, ...]:
    """Return every region that numbers can be read in."""
    import phonenumbers  # noqa: PLC0415 - costs 50 ms, so not before it is needed

    return tuple(sorted(phonenumbers.SUPPORTED_REGIONS))


def warm_up(region: str) -> None:
    """Load what the first call would wait for: the library and a region's rules."""
    import phonenumbers  # noqa: PLC0415 - see regions

    example = phonenumbers.example_number(region.upper())
    if example is not None:
        number = PhoneNumber(_e164(example))
        display(number)
        country(number)
        parse(number.e164, region)


_STAR_CODE = r"[*#]{1,2}\d{1,5}[*#]?"
_DIALLABLE = r"0|(?=0*[1-9])\d{1,20}|\+[1-9]\d{6,19}"
_IS_LONG = r"\+|[^\W\d_]"  # says its country, or has vanity letters
_SEPARATORS = r"[\s().\-/]"
_LETTER = r"[^\W\d_]"
_LEADING_RUN = r"[+(]*\d[\d\s().\-/]*"
_BARE_INTERNATIONAL = r"[1-9]\d{9,}"
_DESK = r"(?i)\b(?:x|ext|extn|extension|int)[.:\s]*\d{1,7}"
_BRACKETED_ZERO = r"\(\s*0\s*\)"


def _read_short(text: str, digits: str, region: str) -> DialledParty:
    """Read at most six digits: an extension, but for countries with short numbers."""
    if "#" in text or len(digits) < 2:
        return DialledParty()
    plan = _plan(region)
    if plan is not None and len(digits) >= 5 and len(digits) in plan.short_lengths:
        number = _library_parse(text, region)
        if number is not None and _is_valid(number):
            return DialledParty(number=PhoneNumber(_e164(number)))
    return DialledParty(extension=digits)


def _read_long(text: str, region: str) -> DialledParty:
    """Read a whole number: the likeliest of its readings that can be one."""
    for reading, must_be_valid in _readings(text, region):
        number = _library_parse(reading, region)
        if number is None or not _is_possible(number):
            continue
        if not must_be_valid or number.extension or _is_valid(number):
            return DialledParty(number=PhoneNumber(_e164(number), number.extension))
    return DialledParty()


def _readings(text: str, region: str) -> Iterator[tuple[str, bool]]:
    """Yield what `text` may mean, likeliest first, and whether it must be valid.

    Valid means that the country hands out such numbers; without it, length decides.
    """
    run = re.match(_LEADING_RUN, text)
    front = run[0] if run and run[0] != text else ""
    if len(digits_of(front)) < _MIN_DIGITS_BEFORE_WORDS:
        front = ""
    has_words = re.search(_LETTER, text) is not None
    if has_words:  # vanity letters, or a remark behind the number?
        if front and not re.search(_DESK, text):
            yield front, True
        yield text, True
    plan = _plan(region)
    is_bare = re.fullmatch(_BARE_INTERNATIONAL, text) is not None
    if is_bare and plan is not None and plan.has_trunk_zero:
        # its zero got lost, or its plus: both happen
        if text.startswith(plan.code) or len(text) >= _MIN_DIGITS_FROM_ABROAD:
            yield f"+{text}", True
        yield text, True
        yield f"+{text}", True
    if text.startswith("00"):  # what most of the world dials first, not all
        yield text, True
        yield f"+{text[2:]}", True
    if front and has_words:
        yield front, False
    yield text, has_words and len(digits_of(text)) < _MIN_DIGITS_BEFORE_WORDS
    if is_bare:
        yield f"+{text}", True
    yield re.sub(_BRACKETED_ZERO, "", text), has_words
    yield front.partition(" / ")[0], False
    yield text.partition(" / ")[0], has_words


def _library_parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    import phonenumbers  # noqa: PLC0415 - see regions

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_possible(number: phonenumbers.PhoneNumber) -> bool:
    """Return whether the length is right; "555-1234" without its area is none."""
    import phonenumbers  # noqa: PLC0415 - see regions

    result = phonenumbers.is_possible_number_with_reason(number)
    return result == phonenumbers.ValidationResult.IS_POSSIBLE


def _is_valid(number: phonenumbers.PhoneNumber) -> bool:
    import phonenumbers  # noqa: PLC0415 - see regions

    return phonenumbers.is_valid_number(number)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    import phonenumbers  # noqa: PLC0415 - see regions

    form = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(number, form)


@functools.lru_cache(maxsize=4096)
def _international(e164: str) -> str:
    import phonenumbers  # noqa: PLC0415 - see regions

    number = _library_parse(e164, _WORLD)
    if number is None:
        return e164
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


@functools.lru_cache(maxsize=4096)
def _country(e164: str) -> str:
    import phonenumbers  # noqa: PLC0415 - see regions

    number = _library_parse(e164, _WORLD)
    if number is None:
        return _WORLD
    return phonenumbers.region_code_for_number(
        number
    ) or phonenumbers.region_code_for_country_code(number.country_code or 0)


@functools.cache
def _country_names() -> dict[str, tuple[str, str]]:
    text = resources.path("countries.json").read_text("utf-8")
    return {code: (names[0], names[1]) for code, names in json.loads(text).items()}


class _Plan(NamedTuple):
    """What the length and the first digits of a region's numbers tell."""

    code: str
    lengths: frozenset[int]
    short_lengths: frozenset[int]  # of whole numbers, where the country has such
    has_trunk_zero: bool
    prefix: re.Pattern[str] | None  # what is dialled before a national number
    plain_prefix: str | None  # the same where it is just digits
    abroad: re.Pattern[str] | None
    national: re.Pattern[str]

    def has_own_prefix(self, digits: str) -> bool:
        return self.prefix is not None and self.prefix.match(digits) is not None


_PLAIN = str.maketrans("", "", " -.()/")
_MAX_PLAIN_CHARS = 30
_MIN_PLAIN_DIGITS = 7


def _read_plain(raw: str, region: str) -> str | None:
    """Return the E.164 form of a plain number, or None where that takes thought."""
    text = raw.translate(_PLAIN) if len(raw) <= _MAX_PLAIN_CHARS else ""
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if digits is not text:
        return _read_plain_abroad(digits)
    plan = _plan(region.upper())
    if plan is None or len(text) < _MIN_PLAIN_DIGITS or not text.strip("0"):
        return None
    abroad = plan.abroad.match(text) if plan.abroad else None
    if abroad and abroad[0] == "00":
        return _read_plain_abroad(text[2:])
    if abroad or text.startswith("00") or (plan.has_trunk_zero and text[0] != "0"):
        return None
    return _read_plain_national(text, plan)


def _read_plain_abroad(digits: str) -> str | None:
    for length in (1, 2, 3):
        plan = _plan_of_code(digits[:length])
        if plan is not None:
            national = digits[length:]
            if len(national) in plan.lengths and not plan.has_own_prefix(national):
                return f"+{digits}"
            return None
    return None


def _read_plain_national(text: str, plan: _Plan) -> str | None:
    if text.startswith(plan.code):
        if plan.code == "1" and text[1:2] > "1":
            return _read_plain_abroad(text)
        return None
    national = text
    if plan.has_own_prefix(text):
        if plan.plain_prefix is None or plan.national.fullmatch(text):
            return None
        national = text[len(plan.plain_prefix) :]
    main = _plan_of_code(plan.code)
    if main is None or len(national) not in plan.lengths & main.lengths:
        return None
    return f"+{plan.code}{national}"


@functools.cache
def _plan(region: str) -> _Plan | None:
    import phonenumbers  # noqa: PLC0415 - see regions

    rules = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    return _plan_of_rules(rules)


@functools.cache
def _plan_of_code(code: str) -> _Plan | None:
    import phonenumbers  # noqa: PLC0415 - see regions

    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code or "0"))
    if known is None or code.startswith("0"):
        return None
    rules = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(
        int(code), known[0]
    )
    return _plan_of_rules(rules)


def _plan_of_rules(rules: phonenumbers.PhoneMetadata | None) -> _Plan | None:
    if rules is None or rules.general_desc is None:
        return None
    general = rules.general_desc
    prefix = rules.national_prefix_for_parsing
    is_plain = prefix and prefix.isdigit() and not rules.national_prefix_transform_rule
    abroad = rules.international_prefix
    fixed = rules.fixed_line.possible_length if rules.fixed_line else ()
    short = frozenset(() if rules.national_prefix else fixed)
    return _Plan(
        code=str(rules.country_code),
        lengths=frozenset(general.possible_length)
        - frozenset(general.possible_length_local_only),
        short_lengths=short,
        has_trunk_zero=rules.national_prefix == "0",
        prefix=re.compile(prefix) if prefix else None,
        plain_prefix=prefix if is_plain else None,
        abroad=re.compile(abroad) if abroad else None,
        national=re.compile(general.national_number_pattern or "(?!)"),
    )
