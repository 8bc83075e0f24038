// Runs beside the pages of Kith: keeps what is built, and the last pages that somebody had open, for when there is no
// network. Pages belong to who was signed in: they are gone when he leaves or another comes.

const { build, assets, offline } = globalThis.KITH;
const BUILT = `kith-built-${build}`;
const PAGES = "kith-pages-";
const KEPT = 50;
const LONGEST = 7 * 864e5;
const FRESH = 8_000;
const BUILDS = 3;
// Never kept: forms about oneself, and what is made for one moment.
const PASSING = /^\/(settings|sign-in|set-up|undo|search|places|files|notifications\/\d)|\/(new|edit|export|filter|columns)\//;
const early = new Map();
// Keeping and forgetting stand in one line, and nothing that was asked for before somebody left is kept after it.
let line = Promise.resolve();
let leaves = 0;
let wrote = -Infinity;

const inLine = (work) => { line = line.then(work, work); return line; };

addEventListener("install", (event) => {
  const fill = async () => (await caches.open(BUILT)).addAll([...assets, offline]);
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(outdated().then((old) => drop((name) => old.includes(name))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "HEAD") return;
  if (request.method !== "GET") {
    early.clear();
    wrote = Date.now();
    if (url.pathname === "/sign-out/") event.waitUntil(forget());
  } else if (url.pathname.startsWith("/static/")) event.respondWith(built(request));
  else if (request.headers.get("Kith-Prefetch")) event.respondWith(prepare(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

async function drop(which) {
  const names = await caches.keys();
  await Promise.all(names.filter(which).map((name) => caches.delete(name)));
}

function forget() {
  leaves += 1;
  return inLine(() => drop((name) => name.startsWith(PAGES)));
}

/** What earlier builds made; pages that are kept still need that of the last ones. */
async function outdated() {
  const others = (await caches.keys()).filter((name) => name.startsWith("kith-built-") && name !== BUILT);
  return others.slice(0, Math.max(0, others.length + 1 - BUILDS));
}

async function built(request) {
  const known = await caches.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(BUILT)).put(request, answer.clone());
  return answer;
}

/** Fetches a page that somebody is about to open, and holds it for a moment. */
function prepare(request) {
  const answer = fetch(request.url, { credentials: "same-origin", headers: { "Kith-Prefetch": "1" } });
  // What is fetched while something is being written may be from before it.
  if (Date.now() - wrote > FRESH / 4) early.set(request.url, { at: Date.now(), answer });
  return answer.then(() => new Response(null, { status: 204 }), () => Response.error());
}

async function prepared(url) {
  const found = early.get(url.href);
  early.delete(url.href);
  if (!found || Date.now() - found.at > FRESH) return null;
  const answer = await found.answer.catch(() => null);
  return answer?.ok && !answer.redirected ? answer : null;
}

async function page(event, url) {
  const here = leaves;
  try {
    const answer = (await prepared(url)) ?? (await fetch(event.request));
    const copy = answer.clone();
    event.waitUntil(inLine(() => (here === leaves ? keep(url, copy) : null)));
    return answer;
  } catch {
    return (await lately(url)) ?? (await caches.match(offline, { ignoreVary: true })) ?? Response.error();
  }
}

/** Keeps a whole page of somebody who is signed in; a page of nobody means that nobody is in. */
async function keep(url, answer) {
  if (!answer.ok || answer.type !== "basic" || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const person = answer.headers.get("Kith-Person");
  if (url.pathname === offline) return;
  if (!person) {
    await drop((name) => name.startsWith(PAGES));
    return;
  }
  const name = PAGES + person;
  await drop((other) => other.startsWith(PAGES) && other !== name);
  if (PASSING.test(url.pathname)) return;
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const gone of ["Content-Encoding", "Content-Length", "Set-Cookie", "Vary"]) headers.delete(gone);
  headers.set("Kith-Kept", new Date().toISOString());
  headers.set("Kith-Title", encodeURIComponent(text.match(/<title>([^<]*)/)?.[1] ?? url.pathname));
  const store = await caches.open(name);
  await store.put(url.href, new Response(text, { headers }));
  const all = await store.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - KEPT)).map((old) => store.delete(old)));
}

/** A page as it was, saying so. */
async function lately(url) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PAGES))) {
    const found = await (await caches.open(name)).match(url.href.replace(/#.*/, ""));
    if (!found || Date.now() - Date.parse(found.headers.get("Kith-Kept")) > LONGEST) continue;
    const text = (await found.text()).replace("<body", `<body data-offline="${found.headers.get("Kith-Kept")}"`);
    return new Response(text, { headers: found.headers });
  }
  return null;
}
