"""The console script: hooks and commands first, Qt only for the window."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing itself would cost a hook two milliseconds
if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from app.command import Commands
    from app.instance import Instance


def main() -> int:
    """Run what the command line asks for and return the exit code."""
    from app import hook  # noqa: PLC0415  # a hook must not wait for anything else

    words = sys.argv[1:]
    if hook.is_hook(words):
        hook.leave(hook.main(words))

    from app import cli  # noqa: PLC0415
    from app.wish import Start  # noqa: PLC0415

    wish = cli.read(words)
    if not isinstance(wish, Start):
        return cli.run(wish, _open_files)
    shown = cli.hand_over(wish)
    if shown is not None:
        return shown
    if wish.has_window:
        from ui import loop  # noqa: PLC0415

        return loop.run(wish)
    from app import no_window  # noqa: PLC0415

    return no_window.run()


def _open_files(
    home: Path, instance: Instance
) -> AbstractAsyncContextManager[Commands]:
    from app import folders, wiring  # noqa: PLC0415

    return wiring.running(home, instance, folders.policy_file(), is_command=True)


if __name__ == "__main__":
    sys.exit(main())
