"""``python -m monazite`` does what the command ``monazite`` does."""

from monazite.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
