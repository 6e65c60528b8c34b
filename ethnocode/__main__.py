"""Run ``python -m ethnocode``."""

from ethnocode.cli.main import run

if __name__ == "__main__":
    run()
