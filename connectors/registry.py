"""Finds the connectors that come with the app, and builds one when it is used.

Manifests are read without importing anything; a connector's own libraries load when
the first of its kind is built.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from connectors.manifest import CrmManifest, PhoneManifest, load_crm, load_phone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.contract import Connector, CrmSetup, PhoneSetup, PhoneSource

_HERE = Path(__file__).resolve().parent


class UnknownConnectorError(LookupError):
    """No connector has that id; the text names those that there are."""


@cache
def phone_manifests() -> Mapping[str, PhoneManifest]:
    """Return the manifests of all phone sources by id. Raises ManifestError."""
    found = (load_phone(path) for path in _manifest_paths("phone"))
    return MappingProxyType({manifest.id: manifest for manifest in found})


@cache
def crm_manifests() -> Mapping[str, CrmManifest]:
    """Return the manifests of all CRMs by id. Raises ManifestError."""
    found = (load_crm(path) for path in _manifest_paths("crm"))
    return MappingProxyType({manifest.id: manifest for manifest in found})


def phone_source(id_: str, setup: PhoneSetup) -> PhoneSource:
    """Build a phone source. Raises UnknownConnectorError."""
    _require(id_, phone_manifests())
    source: PhoneSource = import_module(f"connectors.phone.{id_}.source").build(setup)
    return source


def crm_connector(id_: str, setup: CrmSetup) -> Connector:
    """Build a CRM connector. Raises UnknownConnectorError."""
    _require(id_, crm_manifests())
    module = import_module(f"connectors.crm.{id_}.connector")
    connector: Connector = module.build(setup)
    return connector


def _manifest_paths(group: str) -> list[Path]:
    return sorted((_HERE / group).glob("*/manifest.toml"))


def _require(id_: str, manifests: Mapping[str, object]) -> None:
    if id_ not in manifests:
        known = ", ".join(sorted(manifests))
        raise UnknownConnectorError(f"There is no {id_[:40]!r}. There are: {known}.")
