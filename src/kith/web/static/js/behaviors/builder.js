// The form in which filters are built: opens the menu that it was loaded into, remembers that it was touched, and is
// put away by Cancel. Whatever is asked and answered in it, the server says.

export default function builder(form) {
  const menu = form.closest("[popover]");
  menu?.dispatchEvent(new CustomEvent("filled"));
  const first = form.querySelector("[autofocus]") ?? form.querySelector("input:not([type=hidden]), select");
  first?.focus({ preventScroll: true });
  // Once: whoever types on at once is not called back.
  first?.removeAttribute("autofocus");

  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => { form.dataset.touched = ""; });
  }
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("select") || event.defaultPrevented) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.querySelector("[data-cancel]")?.addEventListener("click", (event) => {
    if (!menu?.matches(":popover-open")) return;
    event.preventDefault();
    delete form.dataset.touched;
    menu.hidePopover();
  });
}

/** The button over the menu: asks for a fresh form unless one that was begun still stands there. */
export function opener(button) {
  const menu = document.getElementById(button.getAttribute("popovertarget"));
  menu?.addEventListener("toggle", ({ newState }) => {
    const form = menu.querySelector("form");
    if (newState === "open") {
      if (!form) button.dispatchEvent(new CustomEvent("ask"));
    } else if (form && !("touched" in form.dataset)) {
      form.parentElement.replaceChildren();
    }
  });
}
