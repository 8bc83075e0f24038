// The editor of a cell: the input that the server gives for the field, put over the cell.

import { attach } from "./attach.js";
import { headOf, idOf, place, tableOf } from "./cells.js";
import { display, fill, INPUTS, serial, type } from "./cellvalues.js";
import { note, quiet } from "./notes.js";
import { said } from "./server.js";

const STEPS = { Enter: () => [1, 0], Tab: ({ shiftKey }) => (shiftKey ? [0, -1] : [0, 1]) };

export function editing(root, { saver, moved }) {
  let open = null;

  /** Opens the editor of a cell, beginning with what was typed, if anything. */
  async function edit(cell, typed = "") {
    const head = headOf(root, cell);
    quiet();
    close();
    if (!head?.dataset.edit) return note(cell, { text: tableOf(root).dataset.fixed });
    const row = cell.closest("tr");
    const box = document.createElement("div");
    box.className = "cell-box";
    box.popover = "manual";
    document.body.append(box);
    const mine = { box, cell, row, key: head.dataset.field };
    open = mine;
    const early = waiting(mine, typed);
    box.showPopover?.();
    place(box, cell);
    early?.focus();
    const answer = await fetch(`${tableOf(root).dataset.grid}${idOf(row)}/cell/${mine.key}/`, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" }, credentials: "same-origin" }).catch(() => null);
    if (open !== mine) return undefined;
    if (!answer?.ok) {
      close();
      return note(cell, { text: said(answer) });
    }
    const html = await answer.text();
    if (open !== mine) return undefined;
    // Read as late as can be: one goes on typing while the answer comes.
    const text = early?.value;
    box.innerHTML = html;
    attach(box);
    return begin(mine, text);
  }

  // What is typed while the input is on its way goes into a plain one; Enter and Tab count when it is there.
  function waiting(mine, typed) {
    if (!typed) return null;
    const input = document.createElement("input");
    input.className = "input";
    input.value = typed;
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave(event, () => close(true));
      else if (!event.isComposing && STEPS[event.key]) leave(event, () => { mine.next = STEPS[event.key](event); });
    });
    mine.box.append(input);
    return input;
  }

  function begin(mine, typed) {
    const { box } = mine;
    mine.form = box.querySelector("form");
    const input = mine.form.querySelector(INPUTS);
    mine.begun = serial(mine.form);
    fill(mine.form, saver.draft(mine.row, mine.key));
    place(box, mine.cell);
    input?.focus();
    if (typed === undefined) input?.select?.();
    else type(input, typed);
    if (mine.next) return commit(mine.next);
    if (typed === undefined && input?.matches("select")) pick(input);
    mine.form.addEventListener("submit", (event) => { event.preventDefault(); commit(); });
    mine.form.addEventListener("keydown", keys);
    mine.form.addEventListener("focusout", ({ relatedTarget }) => {
      if (open === mine && document.hasFocus() && !box.contains(relatedTarget)) commit(null);
    });
    return undefined;
  }

  // A choice opens at once, and what is chosen in it is meant.
  function pick(select) {
    try {
      select.showPicker();
      select.addEventListener("change", () => commit());
    } catch { /* only after a press */ }
  }

  function keys(event) {
    if (event.isComposing || !open) return;
    const chosen = event.defaultPrevented;
    if (event.key === "Escape") leave(event, () => close(true));
    else if (event.key === "Tab") leave(event, () => commit(STEPS.Tab(event)));
    else if (event.key === "Enter" && !event.shiftKey && (!chosen || open.form.dataset.widget === "reference")) leave(event, () => commit(STEPS.Enter()));
  }

  function leave(event, work) {
    event.preventDefault();
    event.stopPropagation();
    work();
  }

  /** Saves what the editor holds, closes it and moves on; null stays where the focus went. */
  function commit(step = [0, 0]) {
    if (!open?.form) return;
    const { form, row, key, cell, begun } = open;
    const values = new URLSearchParams(new FormData(form));
    const changed = serial(form) !== begun;
    const shown = display(form);
    close(step && !step.some(Boolean));
    if (changed) saver.save(row, key, { values, shown, version: Number(form.dataset.version) });
    else saver.forget(row, key);
    if (step?.some(Boolean)) moved(cell, step);
  }

  function close(back = false) {
    if (!open) return;
    const { box, cell } = open;
    open = null;
    box.remove();
    if (back) moved(cell, [0, 0]);
  }

  root.addEventListener("scroll", () => { if (open) place(open.box, open.cell); }, { capture: true, passive: true });

  return { edit, close, get open() { return Boolean(open); } };
}
