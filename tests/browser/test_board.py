"""A board in the hand: cards by mouse, finger and keyboard, lines for new ones, columns that fold and fill."""

import re

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tests.browser.axe import violations

BOARD = "/opportunities/board/"


@pytest.fixture
def board(signed_in: Page) -> Page:
    """The board of deals on a screen that shows all its columns."""
    signed_in.set_viewport_size({"width": 1900, "height": 900})
    return _open(signed_in)


def _open(page: Page, address: str = BOARD) -> Page:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def _column(page: Page, number: int) -> Locator:
    return page.locator("[data-column]").nth(number)


def _count(page: Page, number: int) -> int:
    return int(page.locator("[data-head] [data-show=count]").nth(number).inner_text())


def _name(card: Locator) -> str:
    return f"#{card.get_attribute('id')}"


def _middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 80)


def _drag(page: Page, what: Locator, to: Locator) -> None:
    begin, end = _middle(what), _middle(to)
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(begin[0] + 20, begin[1] + 20, steps=5)
    page.mouse.move(*end, steps=12)
    page.mouse.move(end[0] + 2, end[1] + 4, steps=3)
    page.mouse.up()


def test_a_dragged_card_changes_the_figures_of_both_columns_and_undo_brings_it_back(board: Page) -> None:
    before = _count(board, 0), _count(board, 1)
    name = _name(_column(board, 0).locator(".card").first)
    _drag(board, board.locator(name), _column(board, 1))
    expect(_column(board, 1).locator(name)).to_be_visible()
    expect(board.locator("[data-head] [data-show=count]").nth(1)).to_have_text(str(before[1] + 1))
    assert _count(board, 0) == before[0] - 1
    board.locator(".toast button", has_text="Undo").click()
    expect(_column(board, 0).locator(name)).to_have_count(1)
    expect(board.locator("[data-head] [data-show=count]").nth(1)).to_have_text(str(before[1]))
    assert _count(board, 0) == before[0]


def test_a_refused_move_puts_the_card_back_with_the_reason(board: Page) -> None:
    card = _column(board, 0).locator(".card").first
    name, before = _name(card), _count(board, 0)
    card.evaluate("card => { card.dataset.version = '0'; card.dataset.id = '999999'; }")
    _drag(board, card, _column(board, 1))
    expect(board.locator(".toast-bad")).to_be_visible()
    expect(_column(board, 0).locator(name)).to_have_count(1)
    expect(board.locator("[data-head] [data-show=count]").first).to_have_text(str(before))


def test_the_keyboard_lifts_carries_drops_and_puts_back_and_says_so(board: Page) -> None:
    card = _column(board, 2).locator(".card").first
    name, title = _name(card), card.locator(".card-title").inner_text()
    said = board.locator("#board-said")
    card.locator(".card-title a").focus()
    board.keyboard.press("Space")
    expect(said).to_contain_text(f"{title} is lifted")
    board.keyboard.press("ArrowRight")
    expect(_column(board, 3).locator(name)).to_be_visible()
    expect(said).to_have_text(f"{title}: Negotiation, column 4 of 7")
    board.keyboard.press("Escape")
    expect(_column(board, 2).locator(name)).to_be_visible()
    expect(said).to_have_text(f"{title} is back in Proposal.")
    board.keyboard.press("Space")
    board.keyboard.press("ArrowLeft")
    with board.expect_response(lambda answer: "/board/move/" in answer.url):
        board.keyboard.press("Space")
    expect(_column(board, 1).locator(name)).to_be_visible()
    expect(board.locator(f"{name} .card-title a")).to_be_focused()
    board.reload()
    expect(_column(board, 1).locator(name)).to_be_visible()


def test_a_board_that_is_drawn_anew_leaves_a_lifted_card_in_the_hand(board: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    card = _column(board, 2).locator(".card").first
    name = _name(card)
    board.route(f"**{BOARD}*", hold, times=1)
    with board.expect_request(f"**{BOARD}*"):
        board.evaluate("document.body.dispatchEvent(new Event('refresh'))")
    card.locator(".card-title a").focus()
    board.keyboard.press("Space")
    board.keyboard.press("ArrowRight")
    with board.expect_response(f"**{BOARD}*"):
        held[0].continue_()
    board.wait_for_load_state("networkidle")
    expect(_column(board, 3).locator(f"{name}.lifted")).to_be_visible()
    expect(board.locator(f"{name} .card-title a")).to_be_focused()
    with board.expect_response(f"**{BOARD}*"):
        board.keyboard.press("Escape")
    expect(_column(board, 2).locator(name)).to_be_visible()


def test_arrows_walk_from_card_to_card(board: Page) -> None:
    first = _column(board, 0).locator(".card")
    first.nth(0).locator("a").first.focus()
    board.keyboard.press("ArrowDown")
    expect(first.nth(1).locator("a").first).to_be_focused()
    board.keyboard.press("ArrowRight")
    assert board.evaluate("document.activeElement.closest('[data-column]').dataset.column") == _column(
        board, 1
    ).get_attribute("data-column")


def test_a_line_in_a_column_makes_card_after_card_and_escape_closes_it(board: Page) -> None:
    before = _count(board, 1)
    board.get_by_role("link", name="Add to Qualified").click()
    line = board.locator(".quick-add input[name=name]")
    expect(line).to_be_focused()
    for name in ("Quick one", "Quick two"):
        line.fill(name)
        line.press("Enter")
        expect(_column(board, 1).get_by_role("link", name=name)).to_be_visible()
        expect(line).to_have_value("")
        expect(line).to_be_focused()
    expect(board.locator("[data-head] [data-show=count]").nth(1)).to_have_text(str(before + 2))
    line.press("Enter")
    expect(board.locator(".quick-add .error")).to_be_visible()
    line.press("Escape")
    expect(board.locator(".quick-add")).to_have_count(0)
    expect(board.get_by_role("link", name="Add to Qualified")).to_be_focused()


def test_a_folded_column_stays_folded_and_still_takes_cards(board: Page) -> None:
    head = board.locator("[data-head]").nth(1)
    before = _count(board, 1)
    head.hover()
    head.locator("button.fold").click()
    expect(_column(board, 1).locator(".card")).to_have_count(0)
    _open(board)
    expect(board.locator(".column.folded")).to_have_count(1)
    assert _count(board, 1) == before
    name = _name(_column(board, 0).locator(".card").first)
    _drag(board, board.locator(name), board.locator(".column.folded"))
    expect(board.locator("[data-head] [data-show=count]").nth(1)).to_have_text(str(before + 1))
    board.locator(".folded button.fold").click()
    expect(_column(board, 1).locator(name)).to_be_visible()


def test_a_column_fills_as_one_scrolls_and_stays_full_when_a_card_moves(board: Page) -> None:
    column, count = _column(board, 0), _count(board, 0)
    assert count > 20
    for shown in range(40, count + 20, 20):
        column.evaluate("place => place.scrollTo(0, place.scrollHeight)")
        expect(column.locator(".card")).to_have_count(min(shown, count))
    expect(column.locator(".more")).to_have_count(0)
    name = _name(column.locator(".card").last)
    column.locator(".card a").last.focus()
    board.keyboard.press("Space")
    # The third column shows all its cards, so that the last in order stays in sight there.
    for _step in range(2):
        board.keyboard.press("ArrowRight")
    board.keyboard.press("Space")
    expect(_column(board, 2).locator(name)).to_have_count(1)
    board.wait_for_load_state("networkidle")
    expect(column.locator(".card")).to_have_count(count - 1)


def test_rows_by_owner_hand_a_card_over(board: Page) -> None:
    _open(board, f"{BOARD}?group=owner")
    rows = board.locator(".swimlane")
    name = _name(rows.nth(0).locator(".card").first)
    link = board.locator(f"{name} .card-title a")
    link.focus()
    board.keyboard.press("Space")
    board.keyboard.press("ArrowDown")
    with board.expect_response(lambda answer: "/board/move/" in answer.url) as answer:
        board.keyboard.press("Space")
    assert answer.value.status == 204
    expect(rows.nth(1).locator(name)).to_have_count(1)
    assert violations(board) == []


def _touch(page: Page) -> CDPSession:
    page.set_viewport_size({"width": 390, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    _open(page)
    return session


def _finger(session: CDPSession, kind: str, *at: tuple[float, float]) -> None:
    points = [{"x": x, "y": y} for x, y in at]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_long_press_drags_a_card_to_the_next_column_on_the_phone(signed_in: Page) -> None:
    session = _touch(signed_in)
    card = _column(signed_in, 0).locator(".card").nth(1)
    name, (x, y) = _name(card), _middle(card)
    _finger(session, "touchStart", (x, y))
    signed_in.wait_for_timeout(350)
    for step in range(1, 9):
        _finger(session, "touchMove", (x + (380 - x) * step / 8, y + step))
    expect(_column(signed_in, 1).locator(name)).to_have_count(1, timeout=8_000)
    _finger(session, "touchEnd")
    expect(signed_in.locator(".toast")).to_contain_text("is now in")


def test_a_finger_that_moves_at_once_scrolls_and_the_tabs_follow_the_columns(signed_in: Page) -> None:
    session = _touch(signed_in)
    card = _column(signed_in, 0).locator(".card").nth(2)
    x, y = _middle(card)
    _finger(session, "touchStart", (x, y))
    for step in range(1, 9):
        _finger(session, "touchMove", (x, y - 30 * step))
    _finger(session, "touchEnd")
    assert _column(signed_in, 0).evaluate("place => place.scrollTop") > 100
    signed_in.locator("[data-tab]", has_text="Negotiation").click()
    expect(signed_in.locator("[data-tab][aria-current]")).to_have_text(re.compile("Negotiation"))
    expect(
        signed_in.locator(".column", has=signed_in.locator("[data-label=Negotiation]"))
    ).to_be_in_viewport()
    assert violations(signed_in) == []


def test_the_board_and_its_dialog_are_accessible(board: Page) -> None:
    assert violations(board) == []
    card = _column(board, 0).locator(".card").first
    card.hover()
    card.locator(".card-menu").click()
    expect(board.locator("#dialog")).to_be_visible()
    assert violations(board) == []


def test_a_deal_typed_before_its_line_is_there_is_kept_and_made(board: Page) -> None:
    """Who knows what comes does not wait for it: letters and Enter are for the line that is on its way."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    board.route("**/opportunities/board/add/**", keep, times=1)
    board.get_by_role("link", name="Add to Qualified").click()
    board.keyboard.type("A deal of the fast", delay=5)
    board.keyboard.press("Enter")
    expect(board.locator(".quick-add")).to_have_count(0)
    assert len(held) == 1
    held[0].continue_()
    expect(_column(board, 1).get_by_role("link", name="A deal of the fast")).to_be_visible()
