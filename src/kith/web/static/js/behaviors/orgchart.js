// People of a chart are put under others with the mouse; links on each card do the same with keys and fingers. What the
// server refuses comes back as the form of that person, with the reason.

import htmx from "htmx.org";

export default function orgchart(chart) {
  const card = ({ target }) => target.closest?.(".org-card");
  let dragged = null;

  const light = (to) => {
    for (const one of chart.querySelectorAll(".over")) one.classList.toggle("over", one === to);
    to?.classList.add("over");
  };

  for (const one of chart.querySelectorAll("[data-edit]")) one.draggable = true;
  chart.addEventListener("dragstart", (event) => {
    dragged = card(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.dataset.person ?? "");
  });
  chart.addEventListener("dragover", (event) => {
    const to = card(event);
    light(dragged && to !== dragged ? to : null);
    if (dragged && to && to !== dragged) event.preventDefault();
  });
  chart.addEventListener("dragend", () => {
    dragged = null;
    light(null);
  });
  chart.addEventListener("drop", (event) => {
    const to = card(event);
    if (!dragged || !to || to === dragged) return;
    event.preventDefault();
    const { edit, version } = dragged.dataset;
    htmx.ajax("POST", edit, {
      target: "#dialog-content",
      headers: { "HX-Target": "div#dialog-content" },
      values: { reports_to: to.dataset.person, reports_to__text: to.querySelector("a").textContent, version, dialog: "1" },
    });
  });
}
