"""The card of each recent call: what the pop shows beside what is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.quiet import shows_pop
from app.snapshot import CallSnapshot, Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.call import Call
    from app.settings import Settings
    from app.sources import Sources
    from connectors.records import Disposition

_MOST_CARDS = 100


class Cards:
    """Makes whole snapshots of calls and publishes each change of one."""

    def __init__(
        self,
        sources: Sources,
        *,
        settings: Callable[[], Settings],
        now: Callable[[], datetime],
        local_time: Callable[[datetime], datetime],
        publish: Callable[[CallSnapshot], None],
    ) -> None:
        self._sources = sources
        self._settings = settings
        self._now = now
        self._local_time = local_time
        self._publish = publish
        self._cards: dict[str, CallSnapshot] = {}
        self.dispositions: tuple[Disposition, ...] = ()

    def live(self) -> tuple[CallSnapshot, ...]:
        """Return the cards of calls that are going on or wait for their wrap-up."""
        return tuple(
            card for card in self._cards.values() if card.call.is_live or card.saves_at
        )

    def get(self, key: str) -> CallSnapshot | None:
        """Return the card of a recent call."""
        return self._cards.get(key)

    def prepare(self, key: str, call: Call, **beside: Any) -> None:
        """Have a card ready for a call that is about to be shown."""
        self._cards[key] = replace(CallSnapshot(call.session), **beside)
        while len(self._cards) > _MOST_CARDS:
            del self._cards[next(iter(self._cards))]

    def show(self, call: Call) -> CallSnapshot:
        """Publish a call as it is stored now, with what is known beside it."""
        card = self.snapshot(call)
        if card != self._cards.get(call.key):
            self._cards[call.key] = card
            self._publish(card)
        return card

    def add(self, key: str, **beside: Any) -> None:
        """Publish something more about a recent call: matches, facts, its log."""
        card = self._cards.get(key)
        if card is None:
            return
        new = replace(card, **beside)
        if new != card:
            self._cards[key] = new
            self._publish(new)

    def snapshot(self, call: Call) -> CallSnapshot:
        """Return the snapshot of any call, recent or not."""
        card = self._cards.get(call.key) or CallSnapshot(call.session)
        session = call.session
        settings = self._settings()
        labels = {line.value: line.label for line in settings.own_lines if line.label}
        return replace(
            card,
            call=session,
            contact=call.contact,
            wrap_up=call.wrap_up,
            dispositions=self.dispositions,
            abilities=frozenset(
                ability
                for view in session.views
                for ability in self._sources.abilities(view.account)
            ),
            saves_at=None if call.is_saved else call.saves_at,
            is_saved=call.is_saved,
            needs_choice=call.needs_choice,
            line_label=labels.get(session.own_line or "", session.own_line),
            is_private=call.dropped is Reason.PRIVATE,
            is_ignored=call.dropped is Reason.IGNORED,
            hides_name=settings.pop.hides_names,
            shows_pop=call.dropped is not Reason.IGNORED
            and shows_pop(session, settings.pop, self._local_time(self._now())),
        )
