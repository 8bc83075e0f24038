// Keys for the hands that stay on the keyboard. Only what stands on the sheet behind "?" is pressed; elements name
// their key (data-key="c"), behaviours listen to "shortcut", and "g" then a letter goes to a place of the sheet.

import { early, wait, watching } from "../lib/early.js";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PATIENCE = 1200;

export function shortcuts() {
  const sheet = known();
  const single = document.documentElement.dataset.keys !== "off";
  let going = -PATIENCE;
  watching();

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && event.key.toLowerCase() === "k") act(event, "mod+k");
    else if (command && event.key === "Enter") submit(event);
    else if (!command && !event.altKey && !event.target.closest?.(TYPING)) pressed(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("[type=search]:not(dialog *)")) event.target.blur();
  });

  function pressed(event) {
    if (event.key === "Escape") {
      document.querySelector("[data-selecting]")?.dispatchEvent(new CustomEvent("clear-selection"));
      return;
    }
    if (early(event)) return;
    if (!single || event.key.length !== 1 || document.querySelector("dialog[open], [role=dialog]:popover-open")) return;
    const place = event.timeStamp - going < PATIENCE && sheet.get(`g ${event.key.toLowerCase()}`);
    going = event.key === "g" ? event.timeStamp : -PATIENCE;
    if (place) location.assign(place);
    else if (sheet.has(event.key)) act(event, event.key);
  }
}

/** What can be pressed, with the address where it leads, if it leads anywhere. */
function known() {
  const found = new Map();
  for (const line of document.querySelectorAll("#keys [data-press]")) {
    for (const key of line.dataset.press.split("|")) found.set(key, line.dataset.href ?? "");
  }
  return found;
}

function act(event, key) {
  const named = `[data-key~="${CSS.escape(key)}"]`;
  const every = [...document.querySelectorAll(`#main ${named}`), ...document.querySelectorAll(named)];
  const element = every.find((item) => item.checkVisibility?.() ?? true);
  if (!element) {
    document.dispatchEvent(new CustomEvent("shortcut", { detail: { key }, bubbles: true, cancelable: true }));
    return;
  }
  event.preventDefault();
  if (element.matches("input, textarea")) element.focus();
  else {
    if (element.hasAttribute("popovertarget")) wait();
    element.click();
  }
}

function submit(event) {
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  const next = event.shiftKey ? form.querySelector("[name=again]") : null;
  if (next) form.requestSubmit(next);
  else form.requestSubmit();
}
