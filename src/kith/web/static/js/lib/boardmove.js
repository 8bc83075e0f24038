// Moving a card: the sums change at once, the server is told, and a refusal puts everything back.

import htmx from "htmx.org";
import { post } from "./server.js";

/** Tells the server where a card now lies. `from` and `before` are where it lay. Returns whether it may stay. */
export async function moveCard(board, card, from, before) {
  const to = card.closest("[data-column]");
  const undo = reckon(board, card, from, to);
  const values = { id: card.dataset.id, version: card.dataset.version, to: to.dataset.column, dialog: "1" };
  if (from.dataset.lane !== to.dataset.lane) Object.assign(values, { rows: board.dataset.rows, row: to.dataset.lane });
  const answer = await post(`${board.dataset.here}move/`, values);
  if (answer?.status === 204) return true;
  from.insertBefore(card, before?.parentElement === from ? before : null);
  undo();
  const form = answer?.ok || answer?.status === 422 ? await answer.text() : "";
  if (form) htmx.swap({ text: form, target: "#dialog-content", swap: "innerHTML", sourceElement: board });
  else if (answer && answer.status < 500) document.body.dispatchEvent(new Event("refresh"));
  return false;
}

/** Moves what a card adds from one head to the other; the server's own figures follow. Returns how to undo it. */
function reckon(board, card, from, to) {
  if (from.dataset.column === to.dataset.column) return () => {};
  const heads = [from, to].map((place) => board.querySelector(`[data-head="${CSS.escape(place.dataset.column)}"]`));
  const kept = heads.map((head) => ({ data: { ...head.dataset }, texts: shown(head).map((part) => part.textContent) }));
  const amount = Number(card.dataset.amount);
  const share = heads[1].dataset.share;
  const weighed = share === "" ? Number(card.dataset.weighed) : (amount * Number(share)) / 100;
  add(board, heads[0], -1, -amount, -Number(card.dataset.weighed));
  add(board, heads[1], 1, amount, weighed);
  return () => {
    for (const [place, head] of heads.entries()) {
      Object.assign(head.dataset, kept[place].data);
      for (const [at, part] of shown(head).entries()) part.textContent = kept[place].texts[at];
    }
  };
}

function shown(head) {
  return [...head.querySelectorAll("[data-show]")];
}

function add(board, head, count, total, weighed) {
  for (const [name, more] of Object.entries({ count, total, weighed })) {
    if (head.dataset[name] === undefined) continue;
    const value = Number(head.dataset[name]) + more;
    head.dataset[name] = String(value);
    const part = head.querySelector(`[data-show="${name}"]`);
    if (!part || !more) continue;
    const money = name === "count" ? {} : { style: "currency", currency: board.dataset.currency, maximumFractionDigits: 0 };
    const text = new Intl.NumberFormat(document.documentElement.lang, money).format(value);
    part.textContent = name === "weighed" ? `≈ ${text}` : text;
  }
}
