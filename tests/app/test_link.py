"""Links come from any web page: they ask, and what they hide is taken out."""

from __future__ import annotations

import pytest

from app.link import LinkError, read_link
from app.snapshot import LinkKind, LinkRequest
from connectors.records import EventKind, HookCall

TOKEN = "a-token"


@pytest.mark.parametrize(
    ("url", "kind", "number"),
    [
        ("switchhook://show?number=%2B14155550100", LinkKind.SHOW, "+14155550100"),
        ("switchhook://show?number=+14155550100", LinkKind.SHOW, "+14155550100"),
        ("switchhook:show?number=1", LinkKind.SHOW, "1"),
        ("SWITCHHOOK://dial/?number=0555%20123", LinkKind.DIAL, "0555 123"),
        ("tel:+1-415-555-0100", LinkKind.DIAL, "+1-415-555-0100"),
        ("tel:+14155550100;ext=12", LinkKind.DIAL, "+14155550100;ext=12"),
        ("tel:1-800-FLOWERS", LinkKind.DIAL, "1-800-FLOWERS"),
        ("tel://0555", LinkKind.DIAL, "0555"),
        ("TEL:0555", LinkKind.DIAL, "0555"),
        ("callto:0555%2012", LinkKind.DIAL, "0555 12"),
        ("sip:0555@pbx.example;transport=tcp?x=y", LinkKind.DIAL, "0555"),
        ("sips:anna@pbx.example", LinkKind.DIAL, "anna"),
        (" tel:0555 ", LinkKind.DIAL, "0555"),
    ],
)
def test_a_link_asks_to_show_or_dial(url: str, kind: LinkKind, number: str) -> None:
    assert read_link(url, TOKEN) == LinkRequest(kind, number)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tel:",
        "tel:%0d%0aAction:Originate",
        "tel:0555%0d%0aAction:Originate",
        "tel:anna",
        "sip:%0d%0aAction:Originate",
        "tel:%00",
        "tel:\u202e",
        "switchhook://",
        "switchhook://show",
        "switchhook://quit",
        "switchhook://dial/now?number=1",
        "switchhook://[x/dial?number=1",
        "https://example.com/switchhook://dial?number=1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "tel:1" + "0" * 5000,
        "--no-window",
    ],
)
def test_what_no_link_may_ask_is_refused(url: str) -> None:
    with pytest.raises(LinkError):
        read_link(url, TOKEN)


def test_a_hidden_number_is_shown_as_it_is() -> None:
    request = read_link("tel:0900%0A%00\u202e123" + "4" * 300, TOKEN)

    assert isinstance(request, LinkRequest)
    assert request.number.startswith("0900 1234")
    assert len(request.number) == 100
    assert "0900" not in repr(request)


@pytest.mark.parametrize("token", ["", "&token=", "&token=wrong", "&token=a-token%00"])
def test_an_event_needs_the_token(token: str) -> None:
    with pytest.raises(LinkError, match="token"):
        read_link(f"switchhook://event/ringing?from=1{token}", TOKEN)


def test_without_a_token_of_ours_no_link_tells_an_event() -> None:
    with pytest.raises(LinkError, match="token"):
        read_link("switchhook://event/ringing?from=1&token=", "")


def test_an_event_with_the_token_is_one() -> None:
    url = f"switchhook://event/answered?id=7&from=%2B1415&token={TOKEN}"

    event = read_link(url, TOKEN)

    assert isinstance(event, HookCall)
    assert (event.kind, event.id, event.from_) == (EventKind.ANSWERED, "7", "+1415")


def test_an_event_of_an_unknown_kind_is_told_the_allowed_ones() -> None:
    with pytest.raises(LinkError, match="voicemail"):
        read_link(f"switchhook://event/boom?token={TOKEN}", TOKEN)
