// Behaviours by name: <div data-behavior="menu once"> gets both, once in its life. What they listen to outside their
// element ends with it: they are given a signal that aborts when the element has left the page.

const known = new Map();
const attached = new Map();
let awaited = 0;

/** Makes `behavior(element)` available under a name. */
export function define(name, behavior) {
  known.set(name, behavior);
}

/** Attaches every behaviour that elements under `root` ask for and do not have yet. */
export function attach(root) {
  part();
  for (const element of root.querySelectorAll("[data-behavior]")) {
    const { has, life } = attached.get(element) ?? { has: new Set(), life: new AbortController() };
    attached.set(element, { has, life });
    for (const name of element.dataset.behavior.split(" ")) {
      if (!name || has.has(name) || !known.has(name)) continue;
      has.add(name);
      arriving(known.get(name)(element, life.signal));
    }
  }
}

/** Lets go of elements that have left the page. */
function part() {
  for (const [element, { life }] of attached) {
    if (element.isConnected) continue;
    attached.delete(element);
    life.abort();
  }
}

/** The document says as long as a behaviour is still being loaded. */
function arriving(loading) {
  if (!loading?.then) return;
  awaited += 1;
  document.documentElement.dataset.attaching = "";
  loading.finally(() => {
    awaited -= 1;
    if (!awaited) delete document.documentElement.dataset.attaching;
  });
}
