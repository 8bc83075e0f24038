// A popover that opens at its button. Arrow keys walk, letters jump, Esc and Tab leave.

const GAP = 4;

export default function menu(element) {
  const button = document.querySelector(`[popovertarget="${element.id}"]`);
  if (!button) return;
  element.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(element, button);
    (element.querySelector("[autofocus]") ?? items(element)[0])?.focus({ preventScroll: true });
  });
  element.addEventListener("keydown", (event) => walk(event, element));
  // A form in the menu that changed what is behind it has done its work.
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const within = element.contains(ctx.sourceElement) && !element.contains(ctx.target);
    if (within && element.matches(":popover-open")) element.hidePopover();
  });
  element.addEventListener("click", ({ target }) => {
    if (target.closest(".menu-item:not([data-stay])")) element.hidePopover();
  });
}

function items(element) {
  return [...element.querySelectorAll(".menu-item:not([disabled], [hidden])")];
}

function place(element, button) {
  if (matchMedia("(width <= 40rem)").matches) return;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = at.bottom + GAP + height <= innerHeight || at.top - GAP - height < 0;
  const left = element.dataset.align === "start" || at.right - width < GAP ? at.left : at.right - width;
  element.style.top = `${below ? Math.min(at.bottom + GAP, Math.max(GAP, innerHeight - height - GAP)) : at.top - GAP - height}px`;
  element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}

function walk(event, element) {
  if (event.target.matches("input, select, textarea")) return;
  const all = items(element);
  const now = all.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined && all.length) {
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  } else if (event.key === "Tab") {
    element.hidePopover();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    const found = [...all.slice(now + 1), ...all].find((item) => item.textContent.trim().toLowerCase().startsWith(letter));
    found?.focus();
  }
}
