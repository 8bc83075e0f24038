"""Coded errors: the kernel says what is wrong as a code with parameters; others put it into words."""


class CodedError(ValueError):
    """A refused value: `code` names the reason, `params` are what a translated sentence may mention."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and the parameters; the message is for logs, not for people."""
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)
