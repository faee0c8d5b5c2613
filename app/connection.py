"""One CRM that the rep uses: its connector and what its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.contract import Connector
    from connectors.manifest import CrmManifest


@dataclass(frozen=True, slots=True)
class Connection:
    """A connector at work under an id of ours; `name` is what the rep reads."""

    id: str
    name: str
    manifest: CrmManifest
    connector: Connector

    def has(self, interface: str) -> bool:
        """Return whether this connection has an interface of the contract."""
        return self.manifest.has(interface)
