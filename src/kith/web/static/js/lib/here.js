// What can be done on the page that is open, read off the page itself: its buttons, its menus, its composer.

const PRESSED = [
  "#main .page-head .page-actions :is(a, button:not([popovertarget]))", "#main .reach a",
  "#page-menu .menu-item", "#record-menu .menu-item",
].join(", ");

/** Lines for the palette; each presses what stands on the page. */
export function here() {
  const pressed = [...document.querySelectorAll(PRESSED)].filter((element) => !element.hidden && !element.disabled && !element.ariaCurrent);
  const found = [...pressed.map((element) => line(element, () => element.click())), ...writing()];
  return found.filter((item, place) => item.label && found.findIndex((other) => other.label === item.label) === place);
}

/** The kinds of entry that can be written on a record's timeline. */
function writing() {
  return [...document.querySelectorAll(".composer [name=kind]")].map((kind) => line(kind.closest("label"), () => {
    kind.click();
    const text = kind.form.querySelector("textarea");
    text.scrollIntoView({ block: "center" });
    text.focus();
  }));
}

function line(element, run) {
  return {
    label: (element.getAttribute("aria-label") || element.textContent).trim(),
    icon: element.querySelector("use")?.getAttribute("href").split("#")[1],
    keys: element.dataset.key,
    href: element.getAttribute("href"),
    run,
  };
}
