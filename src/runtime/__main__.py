"""``python -m runtime COMMAND``."""

from runtime.cli import main

main()
