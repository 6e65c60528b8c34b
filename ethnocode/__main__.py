"""Run ``python -m ethnocode``."""

from ethnocode.cli.start import run

if __name__ == "__main__":
    run()
