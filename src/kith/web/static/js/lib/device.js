// Kith as an app of the device: the worker beside the pages, the offer to install, and pages without a network.

import { text } from "./server.js";

// As long as the worker shows what it kept.
const LONGEST = 7 * 864e5;
const AGAIN = 15_000;

/** Starts the worker for people who are signed in, and offers to install Kith where the browser can. */
export function device() {
  if (navigator.serviceWorker && document.querySelector("[data-sign-out]")) {
    navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => null);
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const button = document.querySelector("[data-install]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => { button.hidden = true; event.prompt(); }, { once: true });
  });
  const since = document.body.dataset.offline;
  if (since) readOnly(new Date(since));
}

/** An hour of today, or a day with its hour. */
export function moment(at) {
  const day = at.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...day, ...clock }).format(at);
}

/** A page from earlier: says so, lets one read, and comes back to life with the network. */
function readOnly(at) {
  const note = document.createElement("p");
  Object.assign(note, { className: "offline-note", textContent: text("asOf").replace("{}", moment(at)) });
  note.setAttribute("role", "status");
  document.body.prepend(note);
  for (const form of document.querySelectorAll("form[method=post], .edit-here, [data-key=c], .phone-create")) form.inert = true;
  addEventListener("online", back);
  setInterval(back, AGAIN);
  if (navigator.onLine) back();
}

/** Loads the page anew as soon as the server answers: a network may be there long before it, and what somebody pressed
    meanwhile must not be lost to a page that comes back empty-handed. */
export async function back() {
  const answer = await fetch("/offline/", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

/** The pages that were open lately, as the worker kept them, the newest first. */
export async function lately() {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("kith-pages-"))) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const { headers } = await store.match(request);
      if (Date.now() - Date.parse(headers.get("Kith-Kept")) < LONGEST) found.push({ href: request.url, at: headers.get("Kith-Kept"), title: decodeURIComponent(headers.get("Kith-Title")) });
    }
  }
  return found.sort((one, other) => other.at.localeCompare(one.at));
}
