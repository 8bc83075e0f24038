// The way back into the list that one came from: which record of it this is, the one before and the one after.
// The list leaves its rows in this tab's memory; the page that follows is asked for when its end is reached.

const KEY = "kith:trail";
const ROWS = "[data-row] a[href]";
const RECORD = /^\/([\w-]+)\/\d+\/$/;

/** Remembers the rows of a list when one of them is opened. */
export function trailing() {
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.(ROWS);
    const list = link?.closest("#list");
    if (!list || !RECORD.test(link.pathname)) return;
    const plural = link.pathname.split("/")[1];
    keep({
      here: location.pathname + location.search,
      at: Number(new URLSearchParams(location.search).get("at")) || 0,
      total: document.getElementById("total")?.textContent.trim() ?? "",
      next: following(document),
      rows: rows(document, plural),
    });
  }, { capture: true });
}

export default function trail(nav) {
  const [back, on] = nav.querySelectorAll("a");
  show();

  async function show() {
    const known = read();
    const place = known?.rows.indexOf(location.pathname) ?? -1;
    if (place < 0) return;
    const last = place === known.rows.length - 1;
    link(back, known.rows[place - 1]);
    link(on, known.rows[place + 1]);
    const total = known.total || String(known.rows.length);
    nav.querySelector("[data-place]").textContent = nav.dataset.text.replace("{at}", known.at + place + 1).replace("{total}", total);
    nav.hidden = known.rows.length < 2 && !known.next;
    const crumb = document.querySelector("#record-bar .crumbs a");
    if (crumb && known.here.startsWith(crumb.pathname)) crumb.href = known.here;
    if (last && known.next && await more(known)) show();
  }
}

async function more(known) {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
  const answer = await fetch(known.next, { headers, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = rows(page, location.pathname.split("/")[1]).filter((row) => !known.rows.includes(row));
  keep({ ...known, rows: [...known.rows, ...found], next: following(page) });
  return found.length > 0;
}

function rows(root, plural) {
  const paths = [...root.querySelectorAll(`#list ${ROWS}`)].map((item) => new URL(item.getAttribute("href"), location.href).pathname);
  return [...new Set(paths.filter((path) => RECORD.exec(path)?.[1] === plural))];
}

function following(root) {
  return root.querySelector("[data-next]")?.getAttribute("href") ?? "";
}

function link(anchor, href) {
  if (href) anchor.href = href;
  else anchor.removeAttribute("href");
  anchor.setAttribute("aria-disabled", String(!href));
}

function keep(known) {
  sessionStorage.setItem(KEY, JSON.stringify(known));
}

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
}
