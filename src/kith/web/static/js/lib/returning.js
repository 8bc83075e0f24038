// Going back leads to the same place: lists and boards scroll inside the page, which browsers do not remember.

const SCROLLED = ".table-scroll, .board, [data-scrolls]";
const KEY = "kith:places";
const MOST = 30;

export function returning() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "back_forward") restore();
  addEventListener("pagehide", () => {
    const places = [...document.querySelectorAll(SCROLLED)].map(({ scrollTop, scrollLeft }) => [scrollTop, scrollLeft]);
    const all = Object.entries({ ...known(), [address()]: null }).filter(([, value]) => value);
    if (places.flat().some(Boolean)) all.push([address(), places]);
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(-MOST))));
  });
}

const address = () => location.pathname + location.search;

function known() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

function restore() {
  const places = known()[address()] ?? [];
  for (const [place, element] of document.querySelectorAll(SCROLLED).entries()) {
    if (places[place]) element.scrollTo({ top: places[place][0], left: places[place][1], behavior: "instant" });
  }
}
