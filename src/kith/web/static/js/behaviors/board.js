// Dragging cards between columns. The card moves at once; if the server refuses, it goes back and a toast says why;
// if the step needs more, it goes back until the dialog that asks for it is answered.

import Sortable from "sortablejs";
import htmx from "htmx.org";
import { post } from "../lib/server.js";

export default function board(root) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const cards of root.querySelectorAll("[data-column]")) {
    Sortable.create(cards, {
      group: "board",
      animation: still ? 0 : 120,
      sort: false,
      delay: 180,
      delayOnTouchOnly: true,
      draggable: ".card",
      filter: "button, input, .menu",
      preventOnFilter: false,
      onMove: ({ to }) => light(root, to),
      onEnd: ({ item, from, to, oldDraggableIndex }) => {
        light(root, null);
        if (from !== to) move(root, item, from, to, oldDraggableIndex);
      },
    });
  }
}

function light(root, to) {
  for (const column of root.querySelectorAll(".column")) column.classList.toggle("over", Boolean(to) && column.contains(to));
}

async function move(root, card, from, to, index) {
  const answer = await post(root.dataset.move, {
    id: card.dataset.id, version: card.dataset.version, to: to.dataset.column, dialog: "1",
  });
  if (answer?.status === 204) return;
  from.insertBefore(card, from.querySelectorAll(".card")[index] ?? null);
  const form = answer?.ok || answer?.status === 422 ? await answer.text() : "";
  if (form) htmx.swap({ text: form, target: "#dialog-content", swap: "innerHTML", sourceElement: root });
}
