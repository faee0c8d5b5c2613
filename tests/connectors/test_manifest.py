"""Manifests are data: read without their connector, errors name the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.manifest import (
    CrmManifest,
    ManifestError,
    Setting,
    SettingKind,
    SignIn,
    SignInKind,
    load_crm,
    load_phone,
)
from connectors.records import PhoneAbility
from connectors.registry import crm_manifests, phone_manifests

if TYPE_CHECKING:
    from pathlib import Path

PHONE = """
id = "desk"
name = "Desk phone"
abilities = ["answer", "hang-up"]
[[settings]]
name = "port"
kind = "number"
label = "Port"
"""
CRM = """
id = "far"
name = "Far CRM"
interfaces = ["find_contact"]
find_consistency_s = 2
[sign_in]
kinds = ["oauth", "api-key"]
"""


def test_a_phone_says_what_it_needs_and_can(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(PHONE)

    manifest = load_phone(path)

    assert manifest.abilities == (PhoneAbility.ANSWER, PhoneAbility.HANG_UP)
    assert manifest.settings == (
        Setting(name="port", kind=SettingKind.NUMBER, label="Port"),
    )
    assert not manifest.has_unique_ids


def test_a_crm_says_what_it_has_and_how_one_signs_in(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(CRM)

    manifest = load_crm(path)

    assert manifest == CrmManifest(
        id="far",
        name="Far CRM",
        interfaces=("find_contact",),
        find_consistency_s=2.0,
        sign_in=SignIn(kinds=(SignInKind.OAUTH, SignInKind.API_KEY)),
    )
    assert manifest.has("find_contact")
    assert not manifest.has("create_contact")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PHONE.replace("[[", 'colour = "red"\n[['), "colour: allowed is one of "),
        (PHONE + 'colour = "red"', "settings[0].colour: allowed is one of "),
        (PHONE.replace('"port"', '"The port"'), "settings[0].name: "),
        (PHONE.replace('"number"', '"colour"'), "settings[0].kind: allowed is one of"),
        (PHONE.replace('"hang-up"', '"sing"'), "abilities[1]: allowed is one of answe"),
        (PHONE.replace('id = "desk"', ""), "id: allowed is a value; there is none"),
        (PHONE.replace('label = "Port"', ""), "settings[0].label: allowed is a value"),
        (PHONE.replace('"Desk phone"', "7"), "name: allowed is a text"),
        ("id = ", "Invalid value"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_place(
    tmp_path: Path, text: str, place: str
) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text)

    with pytest.raises(ManifestError) as problem:
        load_phone(path)

    assert str(problem.value).startswith(f"{path}: {place}")


def test_no_manifest_is_told_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"manifest\.toml"):
        load_crm(tmp_path / "manifest.toml")


def test_all_that_come_with_the_app_can_be_read() -> None:
    assert set(phone_manifests()) == {"asterisk", "baresip", "demo", "hook"}
    assert set(crm_manifests()) == {"local"}
