"""Run the command line with `python -m peelgrade`."""

from peelgrade.cli import main

main()
