// A board by keyboard: arrows walk from card to card, Space lifts one, arrows then carry it, Space drops it, Escape
// puts it back. What happens is spoken through the live region of the board.

import { moveCard } from "./boardmove.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function travel(board) {
  let lifted = null;

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || !event.target.matches(".card-title a") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") lifted ? drop() : lift(card);
    else if (event.key === "Enter" && lifted) drop();
    else if (event.key === "Escape" && lifted) back();
    else if (STEPS[event.key]) lifted ? carry(...STEPS[event.key]) : walk(card, ...STEPS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  board.addEventListener("focusout", ({ target }) => {
    if (lifted && !lifted.moving && lifted.card.contains(target)) back();
  });

  function lift(card) {
    if (!("movable" in board.dataset)) return;
    lifted = { card, from: card.parentElement, before: card.nextElementSibling, moving: false };
    card.classList.add("lifted");
    board.dataset.busy = "";
    say("lifted", card);
  }

  function carry(across, down) {
    const to = neighbour(board, lifted.card.parentElement, across, "across" in board.dataset ? down : 0);
    if (to) put(to, lifted.from === to ? lifted.before : to.firstElementChild);
    if (to) say("over", lifted.card);
  }

  function put(place, before) {
    const { card } = lifted;
    lifted.moving = true;
    place.insertBefore(card, before);
    card.querySelector(".card-title a").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    lifted.moving = false;
  }

  async function drop() {
    const { card, from, before } = settle();
    if (from === card.parentElement) return say("back", card);
    say("dropped", card);
    if (!(await moveCard(board, card, from, before))) say("back", card);
    document.addEventListener("htmx:after:swap", () => refocus(card.id), { once: true });
    return undefined;
  }

  function back() {
    put(lifted.from, lifted.before);
    say("back", settle().card);
  }

  function settle() {
    const done = lifted;
    lifted = null;
    done.card.classList.remove("lifted");
    delete board.dataset.busy;
    board.dispatchEvent(new Event("board-idle"));
    return done;
  }

  function say(what, card) {
    const place = card.closest("[data-column]");
    const heads = [...board.querySelectorAll("[data-head]")];
    const at = heads.findIndex((head) => head.dataset.head === place.dataset.column);
    const words = {
      card: card.querySelector(".card-title").textContent.trim(),
      column: place.getAttribute("aria-label") ?? place.dataset.name,
      number: at + 1,
      count: heads.length,
    };
    document.getElementById("board-said").textContent = board.dataset[what].replace(/\{(\w+)\}/g, (_all, name) => words[name]);
  }
}

/** The place beside, above or below another. */
function neighbour(board, place, across, down) {
  const rows = [...board.querySelectorAll(".lane-cells")];
  const lines = (rows.length ? rows : [board]).map((row) => [...row.querySelectorAll("[data-column]")]);
  const line = lines.findIndex((places) => places.includes(place));
  return lines[line + down]?.[lines[line].indexOf(place) + across];
}

/** The card beside, above or below another: in a neighbouring column the one that lies level with it. */
function walk(card, across, down) {
  const board = card.closest("#board");
  let to = down < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (across) {
    const top = card.getBoundingClientRect().top;
    let place = neighbour(board, card.parentElement, across, 0);
    while (place && !place.querySelector(".card")) place = neighbour(board, place, across, 0);
    const level = (item) => Math.abs(item.getBoundingClientRect().top - top);
    to = place && [...place.querySelectorAll(".card")].reduce((best, item) => (level(item) < level(best) ? item : best));
  }
  to?.querySelector(".card-title a")?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function refocus(id) {
  if (document.activeElement === document.body) document.querySelector(`#${CSS.escape(id)} .card-title a`)?.focus();
}
