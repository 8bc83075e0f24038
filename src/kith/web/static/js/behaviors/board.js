// A board: cards are dragged by mouse or finger, or moved by keyboard. A card moves at once, and the sums with it;
// if the server refuses, it goes back and a toast says why; if the step needs more, it waits there until that is said.

import Sortable from "sortablejs";
import { travel } from "../lib/boardkeys.js";
import { moveCard } from "../lib/boardmove.js";

const EDGE = { scroll: true, scrollSensitivity: 72, scrollSpeed: 14, bubbleScroll: true, forceAutoScrollFallback: true };

/** The places of one board: each takes cards of the others, rows only where cards may change them. */
export function cards(place) {
  const board = place.closest("#board");
  if (!board || !("movable" in board.dataset)) return;
  Sortable.create(place, {
    ...EDGE,
    group: {
      name: "board",
      put: (to, from) => "across" in board.dataset || to.el.dataset.lane === from.el.dataset.lane,
    },
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    sort: false,
    delay: 180,
    delayOnTouchOnly: true,
    touchStartThreshold: 8,
    fallbackTolerance: 4,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackClass: "card-drag",
    draggable: ".card",
    filter: "button, input, .menu",
    preventOnFilter: false,
    onStart: () => drag(board, true),
    onMove: ({ to }) => light(board, to),
    onEnd: ({ item, from, to, oldDraggableIndex }) => {
      light(board, null);
      drag(board, false);
      if (from !== to) moveCard(board, item, from, from.querySelectorAll(".card")[oldDraggableIndex] ?? null);
    },
  });
}

export default function board(root, signal) {
  travel(root);
  swipe(root, signal);
  // What was loaded by scrolling stays when the board is drawn anew, and nothing is redrawn under the hand.
  let waiting = false;
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.id !== "list") return;
    waiting = "busy" in root.dataset;
    if (waiting) return event.preventDefault();
    const seen = [...root.querySelectorAll("[data-column]")]
      .map((place) => [place.dataset.column, place.querySelectorAll(".card").length])
      .filter(([, count]) => count > 20);
    if (seen.length) {
      const url = new URL(ctx.request.action, location.href);
      url.searchParams.set("seen", seen.map((pair) => pair.join(":")).join(","));
      ctx.request.action = url.pathname + url.search;
    }
    return undefined;
  }, { signal });
  // It may have been asked for before the hand took hold of a card.
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.sourceElement?.id !== "list" || !("busy" in root.dataset)) return;
    waiting = true;
    event.preventDefault();
  }, { signal });
  root.addEventListener("board-idle", () => {
    if (waiting) document.body.dispatchEvent(new Event("refresh"));
  });
  // A long press on a card lifts it; the menu of the link under the finger would take it away.
  root.addEventListener("contextmenu", (event) => {
    if ("busy" in root.dataset) event.preventDefault();
  });
}

function drag(root, on) {
  if (on) root.dataset.busy = "";
  else delete root.dataset.busy;
  if (!on) root.dispatchEvent(new Event("board-idle"));
}

function light(root, to) {
  for (const place of root.querySelectorAll("[data-column]")) place.classList.toggle("over", place === to);
}

/** On the phone the tabs lead to the columns, and show which one is in front. */
function swipe(root, signal) {
  const tabs = () => [...document.querySelectorAll("[data-tab]")];
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("[data-tab]");
    const column = tab && document.getElementById(`step-${tab.dataset.tab}`);
    if (!column) return;
    event.preventDefault();
    root.scrollTo({ left: column.offsetLeft - root.offsetLeft - parseFloat(getComputedStyle(root).paddingInlineStart), behavior: "smooth" });
  }, { signal });
  const show = () => {
    const at = root.getBoundingClientRect().left + root.clientWidth / 3;
    const front = [...root.querySelectorAll(".column[id]")].find((column) => column.getBoundingClientRect().right > at);
    for (const tab of tabs()) {
      const current = `step-${tab.dataset.tab}` === front?.id;
      if (current === tab.hasAttribute("aria-current")) continue;
      if (current) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      if (current && tab.checkVisibility?.()) tab.parentElement.scrollTo({ left: tab.offsetLeft - tab.parentElement.offsetLeft - 16, behavior: "smooth" });
    }
  };
  root.addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
  document.addEventListener("htmx:after:swap", show, { signal });
  show();
}
