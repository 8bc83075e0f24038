// Type-ahead for a reference: what is typed asks the server, what is chosen fills the hidden value.
// Without this script the typed name is sent and the server finds the record by it.

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
  let chosen = input.value;

  const options = () => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];
  const active = () => list.querySelector('[aria-selected="true"]');
  const open = () => {
    list.hidden = false;
    const { top, bottom } = input.getBoundingClientRect();
    list.classList.toggle("options-above", innerHeight - bottom < list.offsetHeight + GAP && top > innerHeight - bottom);
    input.setAttribute("aria-expanded", "true");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  async function ask() {
    const number = ++asked;
    const address = new URL(root.dataset.url, location.href);
    address.searchParams.set("q", input.value === chosen ? "" : input.value);
    let found = [];
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) found = (await answer.json()).items;
    } catch { found = []; }
    if (number !== asked || document.activeElement !== input) return;
    show(found);
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    if (!found.length) list.append(option({ text: text("nothing"), disabled: true }, 0));
    mark(options()[0]);
    open();
  }

  function option(item, index) {
    const made = document.createElement("div");
    made.className = "option";
    made.id = `${list.id}-${index}`;
    made.setAttribute("role", "option");
    if (item.disabled) made.setAttribute("aria-disabled", "true");
    made.dataset.value = item.id ?? "";
    const name = document.createElement("span");
    name.className = "cut";
    name.textContent = item.text;
    made.append(name);
    if (item.hint) {
      const hint = document.createElement("span");
      hint.className = "hint cut push";
      hint.textContent = item.hint;
      made.append(hint);
    }
    return made;
  }

  function mark(to) {
    active()?.removeAttribute("aria-selected");
    if (!to) return;
    to.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", to.id);
    to.scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    if (!item) return;
    value.value = item.dataset.value;
    chosen = input.value = item.firstElementChild.textContent;
    finish();
  }

  function finish() {
    if (clear) clear.hidden = !value.value;
    close();
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    value.value = "";
    if (clear) clear.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) ask(); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else mark(all[(now + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
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
    } else if (event.key === "Tab" && !list.hidden && !value.value && input.value && now >= 0) {
      choose(all[now]);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(event.target.closest('[role="option"]:not([aria-disabled])'));
  });
  clear?.addEventListener("click", () => {
    value.value = chosen = input.value = "";
    finish();
    input.focus();
  });
}
