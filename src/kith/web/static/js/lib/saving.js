// Saving cells: shown at once, marked while it is on its way, put back with the server's words if it is refused.
// The cells of one row are saved one after the other, each on the version that the one before it made.

import { cellOf, headsOf, idOf, tableOf } from "./cells.js";
import { note, quiet } from "./notes.js";
import { post, said } from "./server.js";

export function saving(root, { refreshed }) {
  const queues = new Map();
  const jobs = new Map();
  const refused = new Map();

  /** Saves values of a cell; `shown` is what stands there meanwhile. */
  function save(row, key, { values, shown, version = 0 }) {
    const cell = cellOf(root, row, key);
    const name = `${row.id}/${key}`;
    const job = { id: row.id, key, values, shown, version, before: jobs.get(name)?.before ?? cell.innerHTML };
    quiet();
    refused.delete(name);
    jobs.set(name, job);
    show(cell, shown);
    const turn = (queues.get(row.id) ?? Promise.resolve()).then(() => send(job, name));
    queues.set(row.id, turn);
    return turn;
  }

  function show(cell, shown) {
    cell.removeAttribute("data-wrong");
    cell.setAttribute("aria-busy", "true");
    (cell.querySelector("a, .badge") ?? cell).textContent = shown;
  }

  async function send(job, name) {
    const row = document.getElementById(job.id);
    if (!row) return;
    const values = new URLSearchParams(job.values);
    values.set("version", Math.max(row.dataset.v, job.version));
    values.set("columns", headsOf(root).map((head) => head.dataset.field).join());
    values.set("shown", job.shown);
    const base = tableOf(root).dataset.grid;
    const answer = await post(`${base}${idOf(row)}/cell/${job.key}/`, values, (event, detail) => {
      if (detail.tone !== "bad") document.body.dispatchEvent(new CustomEvent(event, { detail, bubbles: true }));
    });
    const html = answer ? await answer.text().catch(() => "") : "";
    if (jobs.get(name) === job) jobs.delete(name);
    if (answer?.ok) renew(job.id, html);
    else back(job, name, html || said(answer), Boolean(html));
  }

  /** Puts the row as the server has it in place of the old one; cells that are on their way keep what they show. */
  function renew(id, html) {
    const row = document.getElementById(id);
    const made = document.createElement("template");
    made.innerHTML = html;
    const fresh = made.content.querySelector("tr");
    if (!row) return;
    if (!fresh) row.setAttribute("data-gone", "");
    else {
      row.dataset.v = fresh.dataset.v;
      for (const [place, cell] of [...row.cells].entries()) {
        const key = headsOf(root).find((head) => head.cellIndex === place)?.dataset.field;
        if (!key) continue;
        const waiting = jobs.get(`${id}/${key}`);
        if (waiting) waiting.before = fresh.cells[place].innerHTML;
        else {
          cell.innerHTML = fresh.cells[place].innerHTML;
          cell.removeAttribute("aria-busy");
        }
      }
    }
    refreshed();
  }

  function back(job, name, said, markup) {
    const row = document.getElementById(job.id);
    const cell = cellOf(root, row, job.key);
    if (!cell || jobs.has(name)) return;
    cell.innerHTML = job.before;
    cell.removeAttribute("aria-busy");
    cell.setAttribute("data-wrong", "");
    refused.set(name, { job, said, markup });
    refreshed();
    tell(cell, name);
  }

  /** Says again why a cell was refused. */
  function tell(cell, name) {
    const { job, said, markup } = refused.get(name);
    const box = note(cell, markup ? { html: said } : { text: said });
    box.querySelector("[data-leave]")?.addEventListener("click", () => {
      refused.delete(name);
      quiet();
      document.body.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
    });
    box.querySelector("[data-again]")?.addEventListener("click", ({ target }) => {
      const row = document.getElementById(job.id);
      row.dataset.v = target.dataset.again;
      save(row, job.key, job);
    });
    insist(box, job);
  }

  /** Where only a warning stands in the way, it is saved with the reason that is given; nobody who writes elsewhere is
      called away. */
  function insist(box, job) {
    const input = box.querySelector("[name=insist]");
    if (!input) return;
    if (!document.activeElement.matches("input, textarea, select, [contenteditable]")) input.focus();
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = new URLSearchParams(job.values);
      values.set("insist", input.value.trim());
      save(document.getElementById(job.id), job.key, { ...job, values });
    });
  }

  return {
    save,
    /** What was typed into a cell and refused. */
    draft: (row, key) => refused.get(`${row.id}/${key}`)?.job.values,
    remind: (row, key, cell) => refused.has(`${row.id}/${key}`) && tell(cell, `${row.id}/${key}`),
    forget: (row, key) => { refused.delete(`${row.id}/${key}`); cellOf(root, row, key)?.removeAttribute("data-wrong"); },
  };
}
