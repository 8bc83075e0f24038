// The palette: one field to go anywhere, create anything, act on what is open, find anybody.

import htmx from "htmx.org";
import { here } from "../lib/here.js";
import { openBeside, send } from "../lib/leaving.js";
import { fitting, render, single } from "../lib/shelves.js";

const WAIT = 120;
// What has just been used comes before what merely fits as well.
const LIFT = { recent: 60, starred: 70, here: 40 };

export default function palette(dialog) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[data-results]");
  const { icons } = dialog.dataset;
  const { best, here: heading, all: rest } = list.dataset;
  let commands = null;
  let fresh = [];
  let found = [];
  let options = [];
  let timer = null;
  let asked = 0;
  let moved = false;
  let ready = Promise.resolve();

  const active = () => list.querySelector('[aria-selected="true"]');

  function mark(to) {
    active()?.setAttribute("aria-selected", "false");
    if (!to) return input.removeAttribute("aria-activedescendant");
    to.setAttribute("aria-selected", "true");
    to.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", to.id);
  }

  // What arrives later does not move what somebody has chosen already.
  function show() {
    const typed = input.value.trim();
    const own = { key: "here", label: heading, items: here() };
    const others = fresh.map((shelf) => ({ ...shelf, items: shelf.items.filter(({ href }) => href !== location.pathname) }));
    const all = [own, ...others, ...(commands?.shelves ?? []), ...found].map((shelf) => ({ ...shelf, lift: LIFT[shelf.key] }));
    // What was seen lately may be found by another name than the one that it was seen under.
    const shown = single(typed ? fitting(all, typed, best) : resting(all));
    if (typed) shown.push({ key: "all", label: "", items: [everywhere(typed)] });
    const chosen = moved && active()?.item;
    options = render(list, shown, icons);
    mark(options.find((option) => chosen && option.item.label === chosen.label && option.item.href === chosen.href) ?? options[0]);
  }

  // Before anything is typed: what was seen lately, what can be done here, then the places.
  const resting = (all) => ["starred", "recent", "here", "create", "places"]
    .flatMap((key) => all.filter((shelf) => shelf.key === key && shelf.items.length));

  const everywhere = (typed) => ({
    label: rest.replace("{}", typed), icon: "search", href: `${dialog.dataset.search}?q=${encodeURIComponent(typed)}`,
  });

  async function ask(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  async function load() {
    commands ??= await ask(dialog.dataset.commands);
    if (dialog.open) show();
  }

  async function prepare() {
    await ready;
    const answers = await Promise.all((commands?.fresh ?? []).map(ask));
    fresh = answers.flatMap((answer) => answer?.shelves ?? []);
    if (dialog.open) show();
  }

  async function search() {
    const typed = input.value.trim();
    const number = ++asked;
    const answer = typed ? await ask(`${dialog.dataset.url}?q=${encodeURIComponent(typed)}`) : null;
    if (number !== asked) return;
    found = (answer?.shelves ?? []).map((shelf) => ({ ...shelf, found: true }));
    show();
  }

  function open() {
    if (dialog.open) return dialog.close();
    input.value = "";
    found = [];
    moved = false;
    dialog.showModal();
    input.focus();
    show();
    ready = load();
    return prepare();
  }

  // Who types and presses Enter before the commands have come means them, not a search for their name.
  async function choose(aside) {
    if (!commands) await ready;
    const option = active();
    if (!option || !dialog.open) return;
    const { href, run: own, way } = option.item;
    if (aside && !own && !way) openBeside(href);
    else option.click();
  }

  function run(event, item) {
    if (!item.run && !item.way) return;
    event.preventDefault();
    dialog.close();
    if (item.run) item.run();
    else if (item.way === "dialog") htmx.ajax("GET", item.href, { target: "#dialog-content", headers: { "HX-Target": "div#dialog-content" } });
    else send(item);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => {
    const option = event.target.closest(".option");
    if (option) run(event, option.item);
    else if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  input.addEventListener("input", () => {
    asked += 1;
    moved = false;
    found = found.length && input.value.trim() ? found : [];
    show();
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const now = options.indexOf(active());
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      moved = true;
      const to = Math.abs(step) > 1 ? Math.max(0, Math.min(options.length - 1, now + step)) : (now + step + options.length) % options.length;
      mark(options[to]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      choose(event.ctrlKey || event.metaKey);
    }
  });
}
