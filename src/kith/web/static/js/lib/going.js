// Every press answers at once, and a page that somebody is about to open is fetched while he still aims: the worker
// holds it for a moment. Marked with a header; nothing counts as seen before its page is shown.

const AIM = 150;
const AGAIN = 6_000;
const PATIENCE = 10_000;
const PAGE = /^\/(?!notifications\/)([a-z-]+\/(\d+\/)?)?$/;
const PRESSED = "data-pressed";

export function going() {
  const asked = new Map();
  let timer = null;

  const fetchAhead = (link) => {
    const now = Date.now();
    if (!navigator.serviceWorker?.controller || navigator.connection?.saveData || now - (asked.get(link.href) ?? 0) < AGAIN) return;
    asked.set(link.href, now);
    fetch(link.href, { headers: { "Kith-Prefetch": "1" }, credentials: "same-origin", priority: "low" }).catch(() => null);
  };
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    clearTimeout(timer);
    const link = pointerType === "mouse" && plain(target);
    if (link) timer = setTimeout(fetchAhead, AIM, link);
  });
  document.addEventListener("pointerdown", (event) => {
    const link = event.button === 0 && !modified(event) && plain(event.target);
    if (link) fetchAhead(link);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || modified(event) || link.target || link.download || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.search === location.search) return;
    leave(link);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.method !== "dialog") leave(event.submitter);
  });
  addEventListener("pageshow", stay);
  addEventListener("pagehide", stay);
}

function leave(element) {
  element?.setAttribute(PRESSED, "");
  document.documentElement.classList.add("leaving");
  // What turns out to be a download leaves nothing.
  setTimeout(stay, PATIENCE);
}

function stay() {
  document.documentElement.classList.remove("leaving");
  for (const element of document.querySelectorAll(`[${PRESSED}]`)) element.removeAttribute(PRESSED);
}

const modified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

/** The link under the pointer, if it opens a whole page of ours that is only looked at. */
function plain(target) {
  const link = target.closest?.("a[href]");
  const ours = link && link.origin === location.origin && PAGE.test(link.pathname) && !link.matches("[hx-get], [download], [target]");
  return ours && link.href !== location.href ? link : null;
}
