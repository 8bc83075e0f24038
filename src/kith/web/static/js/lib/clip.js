// Copying a block of cells as spreadsheets do, and pasting one: what it would change is shown before it is done.

import htmx from "htmx.org";
import { idOf, rowsOf, headsOf, tableOf } from "./cells.js";
import { note } from "./notes.js";
import { post } from "./server.js";

// What Kith shows, beside the plain numbers that a spreadsheet reckons with: amounts keep their currency.
const OWN = "application/x-kith-cells";
const point = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1.5).find(({ type }) => type === "decimal").value;

export function clipboard(surface, signal) {
  const { root, saver, block } = surface;

  const here = () => root.contains(document.activeElement) && document.activeElement.closest("tbody td") && surface.current();

  document.addEventListener("copy", (event) => {
    if (!here() || document.activeElement.matches("input")) return;
    const { rows, heads } = block();
    const lines = rows.map((row) => heads.map((head) => [row.cells[head.cellIndex].textContent.trim(), head]));
    event.clipboardData.setData("text/plain", lines.map((line) => line.map(([text, head]) => quoted(plain(text, head))).join("\t")).join("\n"));
    event.clipboardData.setData(OWN, lines.map((line) => line.map(([text]) => quoted(text)).join("\t")).join("\n"));
    event.preventDefault();
    for (const row of rows) for (const head of heads) flash(row.cells[head.cellIndex]);
  }, { signal });

  document.addEventListener("paste", (event) => {
    const cell = here();
    if (!cell) return;
    const text = event.clipboardData.getData(OWN) || event.clipboardData.getData("text/plain");
    event.preventDefault();
    if (text) lay(cell, text);
  }, { signal });

  /** One value goes into one cell at once; a block is shown first. */
  function lay(cell, text) {
    const { rows, heads } = block();
    const single = rows.length * heads.length === 1 && !/[\t\n]/.test(text.trim());
    if (!single) return ask(rows, heads, text);
    if (!heads[0].dataset.edit) return note(cell, { text: tableOf(root).dataset.fixed });
    return saver.save(rows[0], heads[0].dataset.field, { values: new URLSearchParams({ typed: text.trim() }), shown: text.trim() });
  }

  async function ask(rows, heads, text) {
    const every = rowsOf(root);
    const columns = headsOf(root);
    const answer = await post(`${tableOf(root).dataset.grid}paste/`, {
      text, high: rows.length, wide: heads.length,
      rows: every.slice(every.indexOf(rows[0])).map(idOf).join(),
      columns: columns.slice(columns.indexOf(heads[0])).map((head) => head.dataset.field).join(),
    });
    if (answer?.ok) htmx.swap({ text: await answer.text(), target: "#dialog-content", swap: "innerHTML", sourceElement: root });
  }

  surface.clear = () => lay(surface.current(), "");
}

// A number as a spreadsheet of this language reads it: no groups, no currency.
function plain(text, head) {
  if (!head.matches(".number") || !/\d/.test(text) || text.includes(":")) return text;
  const kept = [...text.replace("−", "-")].filter((sign) => /[\d%-]/.test(sign) || sign === point).join("");
  return kept || text;
}

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function flash(cell) {
  cell.setAttribute("data-copied", "");
  setTimeout(() => cell.removeAttribute("data-copied"), 140);
}
