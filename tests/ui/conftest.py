"""What holds for every test of the window."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def windows_outlive_their_test() -> Iterator[None]:
    """Collect no garbage while a test runs.

    A window that only the test knew is garbage once its function returned, but it still
    paints: to be collected in the midst of that ends the whole run.
    """
    gc.disable()
    yield
    gc.enable()
