"""A hand that counts: what a person does with pointer and keys to get one thing done."""

from dataclasses import dataclass, field

from playwright.sync_api import FilePayload, Locator, Page


@dataclass
class Hand:
    """Acts on a page and keeps what it did, one line an action.

    A click, a tap, a drag is one action; so is a key or a chord of keys. A text typed or pasted without leaving
    the keyboard is one, however long it is: every system asks for it. Choosing from a native list is two: to open
    it and to choose.
    """

    page: Page
    done: list[str] = field(default_factory=list)
    letters: int = 0

    @property
    def count(self) -> int:
        """How many actions it took so far."""
        return len(self.done)

    @property
    def seconds(self) -> float:
        """How long a person takes for it by the keystroke-level model (Card, Moran and Newell 1980): for each action
        1.35 s to think, 1.1 s to point and 0.4 s to bring the hand there, and 0.28 s for each letter."""
        return self.count * (1.35 + 1.1 + 0.4) + self.letters * 0.28

    def click(self, what: Locator) -> None:
        """One click, or one tap on a phone."""
        what.click()
        self.done.append(f"click {what}")

    def press(self, keys: str) -> None:
        """One key or chord, such as Control+k."""
        self.page.keyboard.press(keys)
        self.done.append(f"press {keys}")

    def type(self, text: str) -> None:
        """A text where the focus is."""
        self.page.keyboard.type(text)
        self.letters += len(text)
        self.done.append(f"type {text}")

    def choose(self, what: Locator, *, index: int | None = None, label: str | None = None) -> None:
        """One entry of a native list, by its number or by its words."""
        what.select_option(index=index, label=label)
        self.done += [f"open {what}", f"choose {label or index}"]

    def paste(self, text: str) -> None:
        """What was copied in another program, put where the focus is."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def drag(self, what: Locator, to: Locator) -> None:
        """One card or edge from here to there, the way a mouse does it."""
        begin, end = what.bounding_box(), to.bounding_box()
        assert begin
        assert end
        mouse = self.page.mouse
        mouse.move(begin["x"] + 40, begin["y"] + 10)
        mouse.down()
        mouse.move(begin["x"] + 60, begin["y"] + 30, steps=5)
        mouse.move(end["x"] + 60, end["y"] + 60, steps=15)
        mouse.move(end["x"] + 62, end["y"] + 64, steps=3)
        mouse.up()
        self.done.append(f"drag {what} to {to}")

    def hand_over(self, what: Locator, file: FilePayload) -> None:
        """Choose a file or take a photo: press, and confirm in the device's own dialog."""
        what.set_input_files(file)
        self.done += [f"press {what}", "confirm the photo"]
