// What is pressed before the field that it is meant for is there: kept for a moment, and given to it when it comes.

const FIELD = "input, textarea, select, [contenteditable]";
const TEXT = "textarea, input:not([type=checkbox], [type=radio], [type=file], [type=hidden])";
const FILLED = "dialog, [popover], [data-early]";
const PATIENCE = 5000;
let kept = [];
let until = 0;
let arriving = null;

const waiting = () => performance.now() < until;

/** A dialog or a menu is being filled: what is pressed meanwhile is for what comes. */
export function wait() {
  if (document.activeElement?.matches(FIELD) && document.activeElement.checkVisibility()) return;
  if (!waiting()) kept = [];
  until = performance.now() + PATIENCE;
}

/** Keeps a key that comes too early; tells whether it did. */
export function early(event) {
  // Enter on what was just pressed would press it again; after letters it is for the field they are for.
  const enter = event.key === "Enter" && (event.target === document.body || kept.length > 0);
  const meant = event.key.length === 1 || enter;
  if (!waiting() || !meant || event.ctrlKey || event.metaKey || event.target.matches?.(FIELD)) return false;
  event.preventDefault();
  kept.push(event.key);
  return true;
}

/** Gives a field the keys up to the first Enter, ahead of those that have come into it since it had the value `before`;
    what follows is for the next one. */
function arrive(field, before) {
  const enter = kept.indexOf("Enter");
  const given = waiting() ? kept.slice(0, enter < 0 ? kept.length : enter).join("") : "";
  kept = waiting() && enter >= 0 ? kept.slice(enter + 1) : [];
  until = kept.length ? performance.now() + PATIENCE : 0;
  if (given === " " && field.matches("[type=checkbox], [type=radio]")) field.click();
  if (given && field.matches(TEXT)) {
    const since = field.value.startsWith(before) ? before.length : field.value.length;
    field.value = field.value.slice(0, since) + given + field.value.slice(since);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (enter >= 0) press(field);
}

// What Enter does in a field when nobody else takes it: it sends the form.
function press(field) {
  const free = field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  if (free && field.matches("input")) field.form?.requestSubmit();
}

/** Watches dialogs and menus that are being filled. */
export function watching() {
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target?.closest?.(FILLED)) wait();
  });
  // The request of a press is a moment late.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("[hx-get][hx-target]");
    if (link && document.querySelector(link.getAttribute("hx-target"))?.closest(FILLED)) wait();
  }, { capture: true });
  document.addEventListener("submit", ({ target }) => { if (target.closest(FILLED)) wait(); }, { capture: true });
  // Who closes it does not wait for it any more.
  const leave = () => { until = 0; };
  document.addEventListener("close", leave, { capture: true });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") leave(); }, { capture: true });
  // The behaviours of what has just come attach first.
  document.addEventListener("focusin", ({ target }) => {
    if (!waiting() || !target.matches(FIELD)) return;
    const { value } = target;
    arriving = () => { arriving = null; arrive(target, value); };
    setTimeout(() => arriving?.());
  });
  // The next key, Enter above all, comes after those that were kept.
  document.addEventListener("keydown", () => arriving?.(), { capture: true });
}
