"""The phones that the rep chose: built from settings and secrets, then listened to."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.settings import PhoneChoice
from app.sources import Source
from app.vault import VaultError
from connectors.contract import Acknowledges, PhoneSetup
from connectors.errors import ConnectorError
from connectors.registry import phone_manifests, phone_source

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from app.journey import Journey
    from app.settings import Settings
    from app.tasks import Tasks
    from app.vault import Secret, Vault
    from connectors.contract import Clock, HookPost, PhoneSource

DEMO = "demo"
HOOK = "hook"


class Phones:
    """Plugs phones into a journey. One that cannot start is told and disturbs no other.

    `cannot` gets the code of a problem and the phone's name.
    """

    def __init__(
        self,
        *,
        inbox: asyncio.Queue[HookPost | None],
        vault: Callable[[], Vault],
        settings: Callable[[], Settings],
        clock: Clock,
        tasks: Tasks,
        cannot: Callable[[str, str], None],
    ) -> None:
        self._inbox = inbox
        self._vault = vault
        self._settings = settings
        self._clock = clock
        self._tasks = tasks
        self._cannot = cannot

    async def plug_in_all(self, journey: Journey) -> None:
        """Listen to every phone that is switched on."""
        for choice in self._settings().phones:
            if choice.is_enabled:
                await self.plug_in(journey, choice)

    async def plug_in(self, journey: Journey, choice: PhoneChoice) -> None:
        """Listen to a phone as it is chosen now, in place of how it was before."""
        await journey.sources.remove(choice.account)
        manifest = phone_manifests().get(choice.source)
        if manifest is None:
            self._cannot("phone-unknown", choice.source)
            return
        told = dict(choice.settings)
        tokens = self._vault().tokens(f"phone/{choice.account}")
        for setting in manifest.settings:
            if setting.kind == "secret":
                with suppress(VaultError):
                    told[setting.name] = await tokens.read(setting.name) or ""
        unfinished = journey.desk.unfinished(choice.account)
        try:
            phone = self.build(choice.source, choice.account, told, unfinished)
        except (ConnectorError, ValueError, KeyError):
            self._cannot("phone-settings", manifest.name)
            return
        lines = tuple(line.value for line in self._settings().own_lines)
        journey.sources.add(Source(choice.account, manifest, phone, lines))

    async def plug_in_again(self, journey: Journey, account: str) -> None:
        """Begin anew with one of the chosen phones."""
        for choice in self._settings().phones:
            if choice.account == account and choice.is_enabled:
                await self.plug_in(journey, choice)

    async def keep_secrets(self, account: str, secrets: Mapping[str, Secret]) -> None:
        """Put a phone's secrets where they belong. Raises VaultError."""
        tokens = self._vault().tokens(f"phone/{account}")
        for name, secret in secrets.items():
            await tokens.write(name, secret.get_secret_value())

    async def play(self, journey: Journey, script: str) -> None:
        """Ring on the demo phone."""
        if DEMO not in {source.account for source in journey.sources.snapshots()}:
            await self.plug_in(journey, PhoneChoice(DEMO, DEMO))
        phone = journey.sources.get(DEMO).phone
        phone.play(script)  # type: ignore[attr-defined]  # what a demo phone adds

    def build(
        self,
        source: str,
        account: str,
        told: Mapping[str, str],
        unfinished: tuple[str, ...] = (),
    ) -> PhoneSource:
        """Make a phone source; one that hooks feed shares the listener's inbox."""
        settings = self._settings()
        setup = PhoneSetup(
            account=account,
            settings=told,
            own_lines=tuple(line.value for line in settings.own_lines),
            region=settings.region,
            clock=self._clock,
            spawn=self._tasks.start,
        )
        phone = phone_source(source, setup)
        if isinstance(phone, Acknowledges):
            phone.inbox = self._inbox  # the listener puts there what hooks tell
            phone.remember(unfinished)
        return phone
