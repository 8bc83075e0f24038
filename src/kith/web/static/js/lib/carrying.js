// Carrying a block to another place with mouse or finger. Until it is let go it stays where it is, as a shadow of itself,
// so that nothing moves under the pointer: its name goes along, and a line shows where it will stand.

const FAR = 5;
const EDGE = 112;
const ASIDE = 14;
const ABOVE = -56;

export const entriesOf = (zone) => [...zone.children].filter((one) => one.dataset.entry);
export const nameOf = (entry) => entry.querySelector("[data-name], label")?.firstChild?.textContent.trim() || entry.textContent.trim();

/** Lets every entry of a form be carried among the zones of its kind; `moved(entry)` is told when one has a new place. */
export function carrying(form, moved) {
  let held = null;

  form.addEventListener("dragstart", (event) => event.preventDefault());
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const busy = !grip && event.target.closest("button, summary, input, select, label, .lay-steps");
    const entry = event.target.closest("[data-entry]");
    if (!entry || busy || event.button || held || (!grip && event.pointerType !== "mouse")) return;
    if (!grip) event.preventDefault();
    held = { entry, pointer: event.pointerId, finger: event.pointerType === "touch", x: event.clientX, y: event.clientY, from: { x: event.clientX, y: event.clientY } };
    for (const [type, listener] of watched) addEventListener(type, listener, { passive: false });
  });

  function move(event) {
    if (event.pointerId !== held.pointer) return;
    Object.assign(held, { x: event.clientX, y: event.clientY });
    if (!held.load && Math.hypot(held.x - held.from.x, held.y - held.from.y) < FAR) return;
    event.preventDefault();
    if (!held.load) begin();
  }

  function begin() {
    held.entry.classList.add("held");
    held.load = put("lay-load", nameOf(held.entry));
    held.line = put("lay-line");
    follow();
  }

  // Also while the pointer rests: at the edge of the window the page goes on moving.
  function follow() {
    if (!held) return;
    const below = held.y - (innerHeight - EDGE);
    const above = EDGE - held.y;
    if (above > 0) scrollBy(0, -above / 7);
    else if (below > 0) scrollBy(0, below / 7);
    lay(held.load, { left: Math.min(held.x + ASIDE, innerWidth - held.load.offsetWidth - 4), top: held.y + (held.finger ? ABOVE : ASIDE) });
    show(held.line, aim(form, held));
    requestAnimationFrame(follow);
  }

  function end(event) {
    if (event.pointerId !== undefined && event.pointerId !== held.pointer) return;
    const { entry, load, line } = held;
    const to = load && event.type === "pointerup" ? aim(form, { ...held, x: event.clientX, y: event.clientY }) : null;
    held = null;
    for (const [type, listener] of watched) removeEventListener(type, listener);
    entry.classList.remove("held");
    load?.remove();
    line?.remove();
    if (!to) return;
    if (to.near) to.near[to.after ? "after" : "before"](entry);
    else to.zone.append(entry);
    moved(entry);
  }

  const watched = [
    ["pointermove", move],
    ["pointerup", end],
    ["pointercancel", end],
    ["keydown", (event) => { if (event.key === "Escape") end(event); }],
  ];
}

function put(name, text = "") {
  const made = document.createElement("div");
  Object.assign(made, { className: name, textContent: text, ariaHidden: "true" });
  document.body.append(made);
  return made;
}

function lay(element, box) {
  for (const [name, value] of Object.entries(box)) element.style[name] = `${value}px`;
}

/** Where an entry would stand at a point: its zone, and beside which entry; null where it stands already. */
function aim(form, { entry, x, y }) {
  const kind = entry.dataset.entry;
  const zoneAt = (one) => one.closest(`[data-zone="${kind}"]`) ?? one.closest("section, details.arrange")?.querySelector(`[data-zone="${kind}"]`);
  const there = document.elementsFromPoint(x, y).filter((one) => form.contains(one));
  const zone = there.map(zoneAt).find((one) => one && !entry.contains(one));
  if (!zone) return null;
  const near = nearest(entriesOf(zone), x, y);
  if (near === entry) return null;
  if (!near) return { zone };
  const { left, top, width, height } = near.getBoundingClientRect();
  const beside = width * 1.6 < zone.offsetWidth;
  const after = beside ? x > left + width / 2 : y > top + height / 2;
  const next = after ? following(near) : near;
  return next === entry || next === following(entry) && entry.parentElement === zone ? null : { zone, near, after, beside };
}

function following(entry) {
  const all = entriesOf(entry.parentElement);
  return all[all.indexOf(entry) + 1] ?? null;
}

function nearest(entries, x, y) {
  const far = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  };
  return entries.reduce((best, one) => (best === null || far(one) < far(best) ? one : best), null);
}

/** The line between two entries, or around a place that has none yet. */
function show(line, to) {
  line.hidden = !to;
  if (!to) return;
  line.classList.toggle("lay-into", !to.near);
  const { left, top, right, bottom, width, height } = (to.near ?? to.zone).getBoundingClientRect();
  if (!to.near) lay(line, { left, top, width, height });
  else if (to.beside) lay(line, { left: (to.after ? right + 2 : left - 2) - 1.5, top, width: 3, height });
  else lay(line, { left, top: (to.after ? bottom + 2 : top - 2) - 1.5, width, height: 3 });
}
