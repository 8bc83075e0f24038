// Dragging on a calendar with mouse or finger: an entry to another place, its lower edge to another end, an empty
// stretch to make something there. A finger holds still for a moment first; otherwise it scrolls.

import { STEP, clock, minuteAt, minutes, moment, put } from "./clockface.js";
import { drawing, taken } from "./held.js";

const FAR = 5;
const HOLD = 280;

export default function dragging(root, { moved, drawn }) {
  let drag = null;

  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener("contextmenu", (event) => { if (drag?.touch) event.preventDefault(); });
  root.addEventListener("touchmove", (event) => { if (drag?.on) event.preventDefault(); }, { passive: false });
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    drag = grab(root, event);
    if (!drag) return;
    if (drag.touch) drag.timer = setTimeout(begin, HOLD);
    for (const [name, on] of handlers) addEventListener(name, on);
  });

  function begin() {
    if (!drag) return;
    drag.on = true;
    navigator.vibrate?.(8);
    drag.entry?.classList.add("dragged");
    drag.ghost?.begin();
  }
  function move(event) {
    if (event.pointerId !== drag.pointer) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
    if (!drag.on && far && drag.touch) return end(false);
    if (!drag.on && far) begin();
    if (drag.on) follow(root, drag, event);
    return undefined;
  }
  function end(done) {
    const was = drag;
    drag = null;
    clearTimeout(was.timer);
    for (const [name, on] of handlers) removeEventListener(name, on);
    light(root, null);
    was.entry?.classList.remove("dragged");
    if (!was.on) return done && was.tap?.();
    root.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => root.removeEventListener("click", swallow, { capture: true }), 50);
    return done ? was.drop() : was.back();
  }
  const handlers = [
    ["pointermove", move],
    ["pointerup", (event) => event.pointerId === drag.pointer && end(true)],
    ["pointercancel", () => end(false)],
    ["keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); end(false); } }],
  ];

  function grab(area, event) {
    const common = { pointer: event.pointerId, touch: event.pointerType !== "mouse", x: event.clientX, y: event.clientY, on: false };
    const entry = event.target.closest(".happening");
    if (entry) return area.dataset.move && entry.id === `h-${entry.dataset.id}` ? Object.assign(taken(area, entry, event, moved), common) : null;
    const lane = event.target.closest(".lane");
    return lane === event.target && area.dataset.new ? Object.assign(drawing(lane, event, drawn), common) : null;
  }
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function follow(root, drag, { clientX: x, clientY: y }) {
  scroll(root, y);
  if (drag.mark) {
    drag.until = Math.min(minuteAt(drag.lane, y) + STEP, 1440);
    const [begin, until] = [Math.min(drag.from, drag.until - STEP), Math.max(drag.from + STEP, drag.until)];
    put(drag.mark, begin, until - begin);
    drag.mark.textContent = `${clock(begin)}–${clock(until)}`;
    return;
  }
  const { entry } = drag;
  const { begin } = entry.dataset;
  if (drag.stretch) {
    const until = Math.max(minuteAt(drag.lane, y) + STEP, minutes(begin) + STEP);
    put(entry, minutes(begin), until - minutes(begin), false);
    drag.to = { begin, until: moment(begin.slice(0, 10), until) };
    return;
  }
  const cell = document.elementsFromPoint(x, y).map((item) => item.closest("[data-day]")).find((item) => item && root.contains(item));
  if (!cell) return;
  drag.cell = cell;
  if (cell.matches(".lane")) {
    const start = Math.max(0, Math.round((minuteAt(cell, y, 1) - drag.grabbed) / STEP) * STEP);
    if (entry.parentNode !== cell) cell.append(entry);
    put(entry, start, drag.length);
    drag.to = { begin: moment(cell.dataset.day, start) };
    light(root, null);
  } else {
    drag.to = { begin: cell.dataset.day + begin.slice(10) };
    light(root, cell);
  }
}

function light(root, cell) {
  for (const lit of root.querySelectorAll(".over")) lit.classList.toggle("over", lit === cell);
  cell?.classList.add("over");
}

function scroll(root, y) {
  const hours = root.querySelector(".hours, .month, .team-scroll");
  if (!hours) return;
  const { top, bottom } = hours.getBoundingClientRect();
  if (y > Math.min(bottom, innerHeight) - 24) hours.scrollBy(0, 12);
  else if (y < top + 72) hours.scrollBy(0, -12);
}
