"""What went wrong, in a sentence for the person at the keyboard."""


class Trouble(Exception):
    """The command cannot go on. The text says what happened and what to do next; no traceback is shown."""
