// A line in a column: the cursor goes there, Esc closes it and returns to the button that opened it.

export default function quickadd(form) {
  const slot = form.parentElement;
  form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  form.querySelector("[data-shut]")?.addEventListener("click", shut);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    shut();
  });

  function shut() {
    slot.replaceChildren();
    document.querySelector(`[hx-target="#${CSS.escape(slot.id)}"]`)?.focus();
  }
}
