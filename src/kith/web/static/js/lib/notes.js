// What is said at a cell: why it was not saved, or that it cannot be changed.

import { place } from "./cells.js";

let shown = null;

/** Shows a note under a cell: a text, or markup that the server wrote. Returns the element. */
export function note(cell, { text, html }) {
  quiet();
  const box = document.createElement("div");
  box.className = "cell-note";
  box.popover = "manual";
  box.setAttribute("role", "alert");
  document.body.append(box);
  if (html) box.innerHTML = html;
  else box.textContent = text;
  box.showPopover?.();
  place(box, cell, true);
  shown = { box, cell };
  return box;
}

/** Takes the note away. */
export function quiet() {
  shown?.box.remove();
  shown = null;
}

document.addEventListener("keydown", (event) => { if (event.key === "Escape") quiet(); });
document.addEventListener("pointerdown", ({ target }) => { if (shown && !shown.box.contains(target)) quiet(); });
document.addEventListener("scroll", () => { if (shown) place(shown.box, shown.cell, true); }, { capture: true, passive: true });
