// Type-ahead for a reference: what is typed asks the server, what is chosen fills the hidden value.
// Without this script the typed name is sent and the server finds the record by it.

import { named, offer } from "../lib/offers.js";
import { text } from "../lib/server.js";

const WAIT = 120;
const GAP = 8;

export default function combobox(root) {
  const input = root.querySelector('input[role="combobox"]');
  const value = root.querySelector('input[type="hidden"]');
  const list = root.querySelector('[role="listbox"]');
  const clear = root.querySelector(".clear");
  let timer = null;
  let asked = 0;
    // Whether the suggestions for what stands in the input are still to come, and whether somebody waits for them.
  let coming = false;
  let waiting = false;

  const options = () => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];
  const active = () => list.querySelector('[aria-selected="true"]');
  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const { top, bottom } = input.getBoundingClientRect();
    const room = root.closest(".dialog-body")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const below = room.bottom - bottom;
    list.classList.toggle("options-above", below < list.offsetHeight + GAP && top - room.top > below);
  };
  const close = () => {
    waiting = false;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  async function ask() {
    const number = ++asked;
    clearTimeout(timer);
    const typed = value.value || !input.value ? "" : input.value;
    const address = new URL(root.dataset.url, location.href);
    address.searchParams.set("q", typed);
    const around = root.dataset.within && root.closest("form")?.elements.namedItem(root.dataset.within);
    if (around?.value) address.searchParams.set("within", around.value);
    let found = null;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) found = (await answer.json()).items;
    } catch { found = null; }
    if (number !== asked) return;
    coming = false;
    // Without an answer the typed name is sent, and the server finds the record by it.
    if (document.activeElement !== input || !found) close();
    else show(found, typed);
  }

  function show(found, typed) {
    const shown = found.length ? found : [{ text: text("nothing"), disabled: true }];
    list.replaceChildren(...shown.map((item, index) => offer(item, `${list.id}-${index}`)));
    const all = options();
    mark(value.value ? all.find((one) => one.dataset.value === value.value) : all[0]);
    open();
    const meant = waiting && named(all, typed);
    waiting = false;
    if (meant) choose(meant);
  }

  function mark(to) {
    active()?.removeAttribute("aria-selected");
    if (!to) return void input.removeAttribute("aria-activedescendant");
    to.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", to.id);
    to.scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    if (!item) return;
    value.value = item.dataset.value;
    input.value = item.firstElementChild.textContent;
    finish();
  }

  function finish() {
    clearTimeout(timer);
    asked += 1;
    coming = false;
    if (clear) clear.hidden = !value.value;
    close();
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    value.value = "";
    if (clear) clear.hidden = true;
    clearTimeout(timer);
    asked += 1;
    coming = true;
    waiting = false;
    mark(null);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) ask(); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const now = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else mark(all[(event.key === "ArrowDown" ? now + 1 : Math.max(now, 0) - 1 + all.length) % all.length]);
    } else if (event.key === "Enter" && coming && input.value) {
      event.preventDefault();
      waiting = true;
    } else if (event.key === "Enter" && !list.hidden && now >= 0) {
      event.preventDefault();
      choose(all[now]);
    } else if (event.key === "Enter" && root.dataset.pick && input.value) {
      // Of several, a name that is not chosen yet would be lost.
      event.preventDefault();
      if (list.hidden) ask();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" && !coming && !list.hidden && !value.value && input.value && now >= 0) {
      choose(all[now]);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(event.target.closest('[role="option"]:not([aria-disabled])'));
  });
  clear?.addEventListener("click", () => {
    value.value = input.value = "";
    finish();
    input.focus();
  });
}
