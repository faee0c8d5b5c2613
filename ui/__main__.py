"""The console script: hooks and commands first, Qt only for the window."""

import sys


def main() -> int:
    """Run what the command line asks for and return the exit code."""
    from app import hook  # noqa: PLC0415  # a hook must not wait for anything else

    words = sys.argv[1:]
    if hook.is_hook(words):
        hook.leave(hook.main(words))
    from app import cli  # noqa: PLC0415

    return cli.main(words)


if __name__ == "__main__":
    sys.exit(main())
