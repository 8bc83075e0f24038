"""What a page weighs on the line: everything compressed, as the browser received it."""

import pytest
from playwright.sync_api import Page

KB = 1000
FIRST_VISIT, LATER = 150 * KB, 30 * KB


class Scales:
    """Adds up the bytes of answers, headers and bodies as they came; what the browser had already weighs nothing."""

    def __init__(self, page: Page) -> None:
        self._line = page.context.new_cdp_session(page)
        self._line.send("Network.enable")
        self._line.on("Network.loadingFinished", lambda told: self._add(told["encodedDataLength"]))
        self.bytes = 0.0

    def _add(self, length: float) -> None:
        self.bytes += length

    def forget_everything(self) -> None:
        """Be a browser that has never been here, apart from being signed in."""
        self._line.send("Network.clearBrowserCache")

    def weigh(self, page: Page, address: str) -> float:
        """The bytes of a visit."""
        self.bytes = 0.0
        page.goto(address, wait_until="networkidle")
        return self.bytes


@pytest.mark.parametrize("address", ["/", "/customers/", "/opportunities/board/", "/opportunities/report/"])
def test_a_page_is_light_on_the_first_visit_and_lighter_afterwards(signed_in: Page, address: str) -> None:
    scales = Scales(signed_in)
    scales.forget_everything()
    first = scales.weigh(signed_in, address)
    later = scales.weigh(signed_in, address)
    assert 0 < first < FIRST_VISIT
    assert 0 < later < LATER
