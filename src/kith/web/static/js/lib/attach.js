// Behaviours by name: <div data-behavior="menu once"> gets both, once in its life.

const known = new Map();
const attached = new WeakMap();

/** Makes `behavior(element)` available under a name. */
export function define(name, behavior) {
  known.set(name, behavior);
}

/** Attaches every behaviour that elements under `root` ask for and do not have yet. */
export function attach(root) {
  for (const element of root.querySelectorAll("[data-behavior]")) {
    const has = attached.get(element) ?? new Set();
    attached.set(element, has);
    for (const name of element.dataset.behavior.split(" ")) {
      if (!name || has.has(name) || !known.has(name)) continue;
      has.add(name);
      known.get(name)(element);
    }
  }
}
