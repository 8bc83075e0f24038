// Heads of a list: a press sorts, with Shift it adds one more key to the order; dragging a head moves its column,
// dragging its edge makes it wider or narrower. The same by keyboard: Ctrl+Shift or Shift with the arrow keys.

import htmx from "htmx.org";
import { post } from "../lib/server.js";
import { sized, widen } from "../lib/widths.js";

const STEP = 16;
const FAR = 6;

export default function heads(row) {
  const table = row.closest("table");
  const all = () => [...row.querySelectorAll("th[data-field]")];
  const wide = matchMedia("(width > 40rem)");

  function go(change) {
    const list = row.closest("[hx-get]");
    const url = new URL(list.getAttribute("hx-get"), location);
    change(url.searchParams);
    htmx.ajax("GET", url.pathname + url.search, { target: "#main", swap: "innerHTML" });
  }

  function move(head, to) {
    const keys = all().map((one) => one.dataset.field);
    const [key] = keys.splice(keys.indexOf(head.dataset.field), 1);
    keys.splice(Math.max(1, to), 0, key);
    go((given) => given.set("columns", keys.join(",")));
  }

  const keep = () => post(`${table.dataset.grid}widths/`, Object.fromEntries(sized(table)));

  row.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-add]");
    if (!link || !event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    getSelection()?.removeAllRanges();
    htmx.ajax("GET", link.dataset.add, { target: "#main", swap: "innerHTML" });
  }, true);

  row.addEventListener("keydown", (event) => {
    const head = event.target.closest("th[data-field]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!head || !step || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey) return void (head !== all()[0] && move(head, all().indexOf(head) + step));
    widen(table, head, head.offsetWidth + step * STEP);
    keep();
  });

  row.addEventListener("pointerdown", (event) => {
    const head = event.target.closest("th[data-field]");
    if (!head || event.button || !wide.matches || event.pointerType === "touch") return;
    if (event.target.closest("[data-grip]")) resize(event, head);
    else if (head !== all()[0]) drag(event, head);
  });
  for (const link of row.querySelectorAll("a")) link.draggable = false;

  function follow(onMove, onEnd) {
    const ended = (event) => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", ended);
      onEnd(event);
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", ended);
  }

  function resize(event, head) {
    event.preventDefault();
    const from = event.clientX;
    const width = head.offsetWidth;
    table.toggleAttribute("data-resizing", true);
    follow((moved) => widen(table, head, width + moved.clientX - from), () => {
      table.removeAttribute("data-resizing");
      keep();
    });
  }

  function drag(event, head) {
    const from = event.clientX;
    let spot = null;
    const clear = () => { for (const one of all()) one.classList.remove("drop-before", "drop-after", "dragged"); };
    follow((moved) => {
      if (Math.abs(moved.clientX - from) < FAR && !spot) return;
      clear();
      head.classList.add("dragged");
      const over = document.elementFromPoint(moved.clientX, head.getBoundingClientRect().top + 4)?.closest("th[data-field]");
      if (!over || !row.contains(over)) return;
      const { left, width } = over.getBoundingClientRect();
      const after = moved.clientX > left + width / 2 || over === all()[0];
      over.classList.add(after ? "drop-after" : "drop-before");
      spot = { over, after };
    }, () => {
      clear();
      if (!spot) return;
      addEventListener("click", (click) => { click.preventDefault(); click.stopImmediatePropagation(); }, { capture: true, once: true });
      setTimeout(() => dispatchEvent(new MouseEvent("click")));
      const rest = all().filter((one) => one !== head);
      if (spot.over !== head) move(head, rest.indexOf(spot.over) + (spot.after ? 1 : 0));
    });
  }
}
