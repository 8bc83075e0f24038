// Says what happened, with the way back. Shown above everything, also above open dialogs.

const STAY = 7000;

/** Shows a toast: {text, undo: URL or none, tone: "bad" or none, href, link}. */
export function toast({ text, undo, tone, href, link }) {
  const template = document.getElementById("toast-template");
  const area = document.getElementById("toasts");
  if (!template || !area) return;
  const made = template.content.firstElementChild.cloneNode(true);
  made.querySelector("[data-text]").textContent = text;
  made.classList.toggle("toast-bad", tone === "bad");
  const form = made.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  const anchor = made.querySelector("a");
  if (href) Object.assign(anchor, { href, textContent: link });
  else anchor.remove();
  area.append(made);
  while (area.children.length > 3) area.firstElementChild.remove();
  raise(area);
  keep(made, area, undo || tone === "bad" ? STAY * 2 : STAY);
}

function raise(area) {
  if (!area.showPopover) return;
  if (area.matches(":popover-open")) area.hidePopover();
  area.showPopover();
}

function keep(made, area, time) {
  const leave = () => {
    made.remove();
    if (!area.children.length && area.matches(":popover-open")) area.hidePopover();
  };
  let timer = setTimeout(leave, time);
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("focusin", () => clearTimeout(timer));
  made.addEventListener("pointerleave", () => { timer = setTimeout(leave, 2000); });
  made.querySelector("[data-close]")?.addEventListener("click", leave);
}

/** Shows the toasts that came with the page and those that answers name in HX-Trigger. */
export function toasts() {
  const area = document.getElementById("toasts");
  document.addEventListener("toast", ({ detail }) => toast(detail));
  if (!area) return;
  const given = area.dataset.toast;
  if (given) toast(JSON.parse(given));
}
