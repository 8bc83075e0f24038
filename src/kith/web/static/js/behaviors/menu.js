// A popover that opens at its button. Arrow keys walk, letters jump, Esc and Tab leave.

const GAP = 4;

export default function menu(element, signal) {
  const button = document.querySelector(`[popovertarget="${element.id}"]`);
  let opener = button;
  let awaited = false;
  // A link that loads something into the menu opens it at its own place.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest(`[data-fills="${element.id}"], [popovertarget="${element.id}"]`);
    opener = link ?? opener;
    awaited = Boolean(link?.dataset.fills);
  }, { signal });
  const filled = () => {
    if (element.matches(":popover-open")) place(element, anchor());
    else if (awaited) element.showPopover();
    awaited = false;
  };
  element.addEventListener("filled", filled);
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => { if (ctx.target === element) filled(); }, { signal });
  element.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    button?.setAttribute("aria-expanded", String(open));
    if (!open || !anchor()) return;
    place(element, anchor());
    if (element.contains(document.activeElement)) return;
    (element.querySelector("[autofocus]") ?? items(element)[0])?.focus({ preventScroll: true });
  });
  const anchor = () => (opener?.isConnected ? opener : button);
  // A dialog has its own ways to walk: Tab goes from field to field.
  if (element.getAttribute("role") !== "dialog") element.addEventListener("keydown", (event) => walk(event, element));
  // A form in the menu that changed what is behind it has done its work.
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const within = element.contains(ctx.sourceElement) && !element.contains(ctx.target);
    if (within && element.matches(":popover-open")) element.hidePopover();
  }, { signal });
  element.addEventListener("click", ({ target }) => {
    if (target.closest(".menu-item:not([data-stay])")) element.hidePopover();
  });
}

function items(element) {
  return [...element.querySelectorAll(".menu-item:not([disabled], [hidden])")];
}

/** Puts an open popover at its button; on the phone it is a sheet. */
export function place(element, button) {
  if (matchMedia("(width <= 40rem)").matches) return;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = at.bottom + GAP + height <= innerHeight || at.top - GAP - height < 0;
  const left = element.dataset.align === "start" || at.right - width < GAP ? at.left : at.right - width;
  element.style.top = `${below ? Math.min(at.bottom + GAP, Math.max(GAP, innerHeight - height - GAP)) : at.top - GAP - height}px`;
  element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}

/** Arrow keys walk the items of a menu, letters jump, Tab leaves. */
export function walk(event, element) {
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
