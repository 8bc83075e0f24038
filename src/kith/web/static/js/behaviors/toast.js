// Says what happened, with the way back. Shown above everything, also above open dialogs.

import { post } from "../lib/server.js";

const STAY = 7000;
const FRESH = "[hx-trigger*='refresh from:body']";

/** Shows a toast: {text, undo: URL or none, tone: "bad" or none, href and link, offer: URL and offered: its words}. */
export function toast({ text, undo, tone, href, link, offer, offered }) {
  const template = document.getElementById("toast-template");
  const area = document.getElementById("toasts");
  if (!template || !area) return;
  const made = template.content.firstElementChild.cloneNode(true);
  made.querySelector("[data-text]").textContent = text;
  made.classList.toggle("toast-bad", tone === "bad");
  pressed(made, made.querySelector("[data-undo]"), undo);
  pressed(made, made.querySelector("[data-offer]"), offer, offered);
  made.classList.toggle("toast-offers", Boolean(offer));
  const anchor = made.querySelector("a");
  if (href && !here(href)) Object.assign(anchor, { href, textContent: link });
  else anchor.remove();
  area.append(made);
  while (area.children.length > 3) area.firstElementChild.remove();
  raise(area);
  keep(made, area, undo || offer || tone === "bad" ? STAY * 2 : STAY);
}

/** A form of the toast that posts to an address, or is not there. */
function pressed(made, form, address, words) {
  if (!address) return void form.remove();
  form.action = address;
  if (words) form.querySelector("button").textContent = words;
  // Where the page can be drawn anew in its place, one stays where one is.
  form.addEventListener("submit", (event) => {
    if (!document.querySelector(FRESH)) return;
    event.preventDefault();
    made.querySelector("[data-close]").click();
    post(address, { stay: "1" });
  });
  return undefined;
}

/** Whether an address is the page that is open: nobody needs to be led there. */
function here(href) {
  const there = new URL(href, location.href);
  return there.pathname === location.pathname && (!there.search || there.search === location.search);
}

function raise(area) {
  if (!area.showPopover) return;
  if (area.matches(":popover-open")) area.hidePopover();
  area.showPopover();
}

function keep(made, area, time) {
  const leave = () => {
    made.remove();
    if (!area.children.length && area.matches(":popover-open")) area.hidePopover();
  };
  let timer = setTimeout(leave, time);
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("focusin", () => clearTimeout(timer));
  made.addEventListener("pointerleave", () => { timer = setTimeout(leave, 2000); });
  made.querySelector("[data-close]")?.addEventListener("click", leave);
}

/** Shows the toasts that came with the page and those that answers name in HX-Trigger. */
export function toasts() {
  const area = document.getElementById("toasts");
  document.addEventListener("toast", ({ detail }) => toast(detail));
  if (!area) return;
  const given = area.dataset.toast;
  if (given) toast(JSON.parse(given));
}
