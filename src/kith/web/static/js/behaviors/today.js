// Today by one click or key: x or space does a row, m moves it. The row leaves at once and comes back if it is refused.

import { post, text } from "../lib/server.js";
import { place, walk } from "./menu.js";
import { toast } from "./toast.js";

export default function today(root, signal) {
  const menu = document.getElementById("move-menu");
  const current = () => root.querySelector("[data-row][data-current]");
  let moving = null;

  root.addEventListener("submit", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    send(row, event.target.action, new FormData(event.target));
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("[data-row] > a.grow")) return;
    event.preventDefault();
    finish();
  });
  document.addEventListener("shortcut", ({ detail: { key } }) => {
    if (document.querySelector("dialog[open]")) return;
    if (key === "x") finish();
    else if (key === "m" && current()?.querySelector("[data-move]")) open(current().querySelector("[data-move]"));
  }, { signal });
  // What the answer brought anew keeps the place of the hands.
  document.addEventListener("htmx:after:swap", () => document.activeElement?.closest("#today [data-row]")?.setAttribute("data-current", ""), { signal });

  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open" || !moving) return;
    place(menu, moving);
    menu.querySelector("button").focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => walk(event, menu));
  menu.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || !moving) return;
    menu.hidePopover();
    if (button.dataset.day) move(moving, button.dataset.day);
    else moving.dispatchEvent(new Event("ask"));
  });

  function finish() {
    current()?.querySelector("form")?.requestSubmit();
  }

  function open(link) {
    moving = link;
    link.focus({ preventScroll: true });
    menu.showPopover();
  }

  function move(link, day) {
    const { address, name, values, hour } = JSON.parse(link.dataset.move);
    const data = new FormData();
    for (const [key, value] of Object.entries({ ...values, stay: "1", [name]: hour ? `${day}T${hour}` : day })) data.append(key, value);
    send(link.closest("[data-row]"), address, data);
  }

  async function send(row, address, data) {
    const rows = [...root.querySelectorAll("[data-row]:not(.gone)")];
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    row.classList.add("gone");
    row.removeAttribute("data-current");
    next?.querySelector("a.grow")?.focus({ preventScroll: true });
    const answer = await post(address, data);
    if (answer?.ok) return;
    row.classList.remove("gone");
    row.querySelector("a.grow").focus({ preventScroll: true });
    if (answer && answer.status < 500 && !answer.headers.get("HX-Trigger")) toast({ text: text("refused"), tone: "bad" });
  }
}
