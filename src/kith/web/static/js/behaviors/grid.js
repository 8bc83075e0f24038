// A list as a working surface: a cursor walks its cells, a block of them is copied and pasted, one is changed in place.
// The table stays a table for those who read it; to those who move in it it is a grid with one stop of the Tab key.

import { cellOf, focusOf, headOf, headsOf, rowsOf, tableOf } from "../lib/cells.js";
import { editing } from "../lib/celledit.js";
import { clipboard } from "../lib/clip.js";
import { pressing } from "../lib/pressing.js";
import { saving } from "../lib/saving.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
const wide = matchMedia("(width > 40rem)");

export default function grid(root, signal) {
  let at = null;
  let from = null;
  const saver = saving(root, { refreshed: draw });
  const editor = editing(root, { saver, moved: (cell, step) => go(step, false, whereOf(cell)) });
  const surface = { root, saver, editor, block, current: () => at && cellOf(root, document.getElementById(at.id), at.key) };
  clipboard(surface, signal);

  function whereOf(cell) {
    const head = headOf(root, cell);
    return head && { id: cell.closest("tr").id, key: head.dataset.field };
  }

  /** The chosen block: rows and heads, from the upper left; the cursor's cell when nothing more is chosen. */
  function block() {
    const rows = rowsOf(root);
    const heads = headsOf(root);
    const spot = ({ id, key }) => [rows.findIndex((row) => row.id === id), heads.findIndex((head) => head.dataset.field === key)];
    if (!at) return { rows: [], heads: [] };
    const [[r1, c1], [r2, c2]] = [spot(at), spot(from ?? at)];
    const cut = (list, a, b) => list.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1);
    return { rows: cut(rows, r1, r2), heads: cut(heads, c1, c2) };
  }

  /** Marks cursor and block; only the cursor's cell is a stop of the Tab key. */
  function draw() {
    const table = tableOf(root);
    if (!table || !wide.matches) return;
    for (const cell of table.querySelectorAll("td:is([data-at], [aria-selected])")) {
      cell.removeAttribute("data-at");
      cell.removeAttribute("aria-selected");
    }
    for (const stop of table.querySelectorAll('td[tabindex="0"], td [tabindex="0"]')) stop.tabIndex = -1;
    const cell = surface.current();
    if (cell) {
      const { rows, heads } = block();
      if (rows.length * heads.length > 1) for (const row of rows) for (const head of heads) row.cells[head.cellIndex].setAttribute("aria-selected", "true");
      cell.setAttribute("data-at", "");
      if (!headOf(root, cell).dataset.edit) cell.setAttribute("aria-readonly", "true");
    }
    for (const link of table.querySelectorAll("td :is(a, .select):not([tabindex])")) {
      link.tabIndex = -1;
      link.draggable = false;
    }
    const stop = cell ?? table.querySelector("td.title");
    if (stop) focusOf(stop).tabIndex = 0;
  }

  function prepare() {
    const table = tableOf(root);
    if (!table || !wide.matches) return;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    table.closest(".table-scroll").removeAttribute("tabindex");
    draw();
  }

  function put(where, extend = false) {
    if (extend) from ??= at;
    else from = null;
    at = where;
    draw();
    const cell = surface.current();
    if (!cell) return;
    focusOf(cell).focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (cell.hasAttribute("data-wrong")) saver.remind(cell.closest("tr"), at.key, cell);
  }

  function go([down, across], extend = false, start = at) {
    const rows = rowsOf(root);
    const heads = headsOf(root);
    const near = (list, index) => list[Math.max(0, Math.min(list.length - 1, index))];
    const row = near(rows, rows.findIndex((item) => item.id === start?.id) + down);
    const head = near(heads, heads.findIndex((item) => item.dataset.field === start?.key) + across);
    if (row && head) put({ id: row.id, key: head.dataset.field }, extend);
  }

  function step(event) {
    const far = event.ctrlKey || event.metaKey ? 1e6 : 1;
    if (STEPS[event.key]) return STEPS[event.key].map((part) => part * far);
    if (event.key === "Home") return [far > 1 ? -far : 0, -1e6];
    if (event.key === "End") return [far > 1 ? far : 0, 1e6];
    return null;
  }

  function keys(event) {
    const cell = event.target.closest("tbody td");
    if (!cell || !at || event.isComposing || event.altKey || event.target.matches(".select")) return;
    const command = event.ctrlKey || event.metaKey;
    const title = cell.matches(".title");
    const steps = step(event);
    const link = cell.querySelector("a");
    if (steps) go(steps, event.shiftKey);
    else if (event.key === "F2") editor.edit(cell);
    else if (event.key === "Enter" && !title && !command) link && !headOf(root, cell).dataset.edit ? link.click() : editor.edit(cell);
    else if (event.key === " " && !command) for (const row of block().rows) row.querySelector(".select").click();
    else if (event.key === "Escape" && from) put(at);
    else if (event.key === "Delete" || event.key === "Backspace") surface.clear();
    else if (command && event.key.toLowerCase() === "z" && !event.shiftKey) [...document.querySelectorAll("#toasts form")].at(-1)?.requestSubmit();
    else if (event.key.length === 1 && !command && !title) editor.edit(cell, event.key);
    else return;
    event.preventDefault();
  }

  root.addEventListener("keydown", keys);
  root.addEventListener("focusin", ({ target }) => {
    const cell = target.closest("tbody td");
    const where = cell && whereOf(cell);
    if (where && (where.id !== at?.id || where.key !== at?.key) && wide.matches) { at = where; from = null; draw(); }
  });
  root.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("tbody td");
    if (cell && wide.matches && headOf(root, cell) && !event.target.closest("a")) editor.edit(cell);
  });

  pressing(root, { put, whereOf, active: () => wide.matches, begun: () => Boolean(at) }, signal);

  let held = false;
  document.addEventListener("htmx:before:swap", () => { held = root.contains(document.activeElement) && Boolean(at); }, { signal });
  document.addEventListener("htmx:after:swap", () => {
    prepare();
    if (held && at && document.activeElement === document.body) put(at);
  }, { signal });
  wide.addEventListener("change", prepare, { signal });
  prepare();
}
