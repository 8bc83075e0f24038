"""How a command says no."""


class Refusal(Exception):
    """A command cannot or will not do what was asked; the message is the one line that the person reads."""
