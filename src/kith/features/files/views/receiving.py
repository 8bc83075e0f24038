"""Taking uploads straight into the store: hashed on the way, limited, never parsed for strangers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kith.engine.errors import Malformed, Refused, TooLarge
from kith.features.files.store import Arrived, Arriving

AT_ONCE = 4
"""An upload of several files may be as large as this many of the largest."""

View = Callable[..., Any]


class StoreHandler(FileUploadHandler):
    """Django's hand-over of a multipart body; `refused` says why the request cannot be accepted."""

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.refused: Refused | None = None
        self._arriving: Arriving | None = None

    def handle_raw_input(self, *arguments: Any, **_named: Any) -> Any:
        """Read nothing at all of a body that says itself that it is too large."""
        if arguments[2] <= settings.UPLOAD_LIMIT * AT_ONCE:
            return None
        self.refused = too_large()
        return MultiValueDict(), MultiValueDict()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._arriving = Arriving(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it; once it is too large the rest is passed over."""
        if self._arriving is not None:
            try:
                self._arriving.write(raw_data)
            except TooLarge:
                self.refused = too_large()
                self._arriving = None
                raise SkipFile from None

    def file_complete(self, file_size: int) -> Any:
        """The whole file, as request.FILES holds it."""
        arriving, self._arriving = self._arriving, None
        return arriving.finish() if arriving else None

    def upload_interrupted(self) -> None:
        """The line broke: forget the beginning."""
        if self._arriving is not None:
            self._arriving.discard()
            self._arriving = None


def too_large() -> TooLarge:
    """The refusal of a file beyond the limit."""
    megabytes = settings.UPLOAD_LIMIT / 1024 / 1024
    return TooLarge(
        _("A file may have at most %(size)s MB.") % {"size": f"{megabytes:g}"}, limit=settings.UPLOAD_LIMIT
    )


def receiving(view: View) -> View:
    """Wrap a view (or a door) that takes uploads: the body goes to the store before anything else reads it.

    The wrapped view has to look after CSRF itself, since Django's middleware would read the body first.
    """

    @wraps(view)
    def receive(request: Any, **place: Any) -> Any:
        if request.method == "POST" and request.actor is not None:
            _receive(request)
        return view(request, **place)

    return csrf_exempt(receive)


def _receive(request: Any) -> None:
    """Read the body; what is wrong with it is kept for `taken`, after the caller's rights were looked at."""
    handler = StoreHandler(request)
    request.upload_handlers = [handler]
    request.upload_refused = None
    try:
        request.FILES  # noqa: B018 - reading it is what makes Django take the body
    except SuspiciousOperation:
        request.upload_refused = Malformed()
    except (MultiPartParserError, OSError):
        request.upload_refused = Malformed(_("The upload broke off or is damaged. Nothing was stored."))
    finally:
        handler.upload_interrupted()
    request.upload_refused = handler.refused or request.upload_refused


def taken(request: Any) -> list[Arrived]:
    """The files that came, under whatever name. Raises TooLarge or Malformed, with nothing left behind."""
    refused = request.upload_refused
    found: list[Arrived] = [content for _name, contents in request.FILES.lists() for content in contents]
    if refused is None:
        return found
    for content in found:
        content.discard()
    raise refused
