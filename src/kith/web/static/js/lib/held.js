// What is held while dragging on a calendar: where it came from, how it goes back, what becomes of it when it is let go.

import { STEP, between, minuteAt, minutes } from "./clockface.js";

const EDGE = 8;

/** An entry in the hand. */
export function taken(root, entry, event, moved) {
  const { parentNode: home, nextSibling: after } = entry;
  const { begin, until } = entry.dataset;
  const lane = entry.closest(".lane");
  const length = until ? Math.max(between(begin, until), STEP) : 30;
  const stretch = lane && until && root.dataset.end && entry.getBoundingClientRect().bottom - event.clientY <= EDGE;
  const state = {
    entry, lane, length, stretch, to: null, cell: home,
    grabbed: lane ? minuteAt(lane, event.clientY, 1) - minutes(begin) : 0,
    back() {
      home.insertBefore(entry, after);
      entry.removeAttribute("style");
    },
    drop() {
      const { to, cell } = state;
      const owner = cell?.dataset.owner ?? "";
      const sent = { ...to };
      if (owner && owner !== home.dataset.owner) sent.owner = owner;
      if (!to || (to.begin === begin && (!to.until || to.until === until) && !sent.owner)) return state.back();
      if (!("timed" in root.dataset)) sent.begin = sent.begin.slice(0, 10);
      if (cell && cell !== entry.parentNode && !cell.matches(".lane")) cell.append(entry);
      return moved(entry, sent, state.back);
    },
  };
  return state;
}

/** A stretch of time that is drawn where nothing is. */
export function drawing(lane, event, drawn) {
  const from = minuteAt(lane, event.clientY);
  const mark = document.createElement("div");
  mark.className = "drawn";
  const state = {
    lane, from, until: from + STEP, mark,
    ghost: { begin: () => lane.append(mark) },
    back: () => mark.remove(),
    drop() {
      mark.remove();
      drawn(lane, Math.min(from, state.until - STEP), Math.max(from + STEP, state.until));
    },
    tap: () => drawn(lane, Math.floor(from / 30) * 30),
  };
  return state;
}
