// What one has starred, at the side: asked for once for many pages, shown without moving anything. The star of the
// open record is filled by it, and the record is remembered as seen when its page has been shown.

import { csrf } from "../lib/server.js";
import { entry } from "../lib/shelves.js";

const SHOWN = 8;

export default function starred(nav) {
  const icons = document.getElementById("palette").dataset.icons;
  let known = [];

  async function load(cache) {
    const answer = await fetch(nav.dataset.url, { cache, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    known = (await answer.json()).items;
    const links = known.slice(0, SHOWN).map((item) => entry(item, icons, item.href === location.pathname));
    nav.replaceChildren(nav.firstElementChild, ...links);
    nav.hidden = !links.length;
    mark();
  }

  function mark() {
    for (const form of document.querySelectorAll("[data-star]")) {
      const on = known.some(({ href }) => form.getAttribute("action") === `${href}star/`);
      form.querySelector("button").setAttribute("aria-pressed", String(on));
    }
  }

  document.addEventListener("submit", ({ target }) => {
    const button = target.matches("[data-star]") && target.querySelector("button");
    if (button) button.setAttribute("aria-pressed", String(button.ariaPressed !== "true"));
  });
  document.addEventListener("starred", () => load("reload"));
  document.addEventListener("htmx:after:swap", mark);
  load("default");
  seen();
}

/** Tells the server that the page of a record is open, when somebody looks at it. */
function seen() {
  if (!document.getElementById("record-bar") || document.body.dataset.offline) return;
  const tell = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    const body = new FormData();
    body.append("place", location.pathname.slice(1, -1));
    body.append("csrfmiddlewaretoken", csrf());
    navigator.sendBeacon("/places/seen/", body);
  };
  document.addEventListener("visibilitychange", tell);
  setTimeout(tell, 500);
}
