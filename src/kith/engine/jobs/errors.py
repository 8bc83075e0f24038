"""What a job may raise to say how it ended."""


class PermanentError(Exception):
    """Raised by a task: trying again cannot help, park the job as failed at once."""


class CancelledError(BaseException):
    """Raised by `progress` inside a task whose cancelling was asked for.

    Derived from BaseException, so that a task's `except Exception` around one row does not keep it alive.
    """


class LeaseLostError(BaseException):
    """Raised by `progress` inside a task whose lease ran out: another worker may have the job by now."""
