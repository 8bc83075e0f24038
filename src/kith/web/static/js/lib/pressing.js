// Pressing a cell puts the cursor there, dragging on chooses a block; the link of a title goes on being a link.

import { headOf } from "./cells.js";

export function pressing(root, { put, whereOf, active, begun }, signal) {
  let drag = null;

  const cellAt = (target) => {
    const cell = active() && target.closest("tbody td");
    return cell && headOf(root, cell) ? cell : null;
  };

  root.addEventListener("pointerdown", (event) => {
    const cell = cellAt(event.target);
    if (!cell || event.button) return;
    const link = event.target.closest("a");
    drag = { cell, link, moved: false };
    if (link) return;
    put(whereOf(cell), event.shiftKey && begun());
    event.preventDefault();
  });
  root.addEventListener("pointerover", (event) => {
    const cell = drag && event.buttons ? cellAt(event.target) : null;
    if (!cell || cell === drag.cell && !drag.moved) return;
    if (!drag.moved && drag.link) put(whereOf(drag.cell));
    drag.moved = true;
    put(whereOf(cell), true);
  });
  document.addEventListener("pointerup", () => setTimeout(() => { drag = null; }), { signal });
  root.addEventListener("click", (event) => { if (drag?.moved) event.preventDefault(); }, { capture: true });
}
