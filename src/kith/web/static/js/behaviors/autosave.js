// Keeps what is being written in this browser until it is saved: a crash, a closed tab, a lost session lose nothing.
// Only what was changed is kept, so that an old draft never brings back what others have changed since.

import { fill, forget, keep, read, values } from "../lib/drafts.js";

const WAIT = 400;
// The draft that a form hands on to the next page, such as from the short form to all fields.
const CARRIED = "kith:carried";

export default function autosave(form, signal) {
  const name = form.dataset.draft;
  const note = form.querySelector("[data-draft-note]");
  let timer = null;
  let done = false;
  const carried = sessionStorage.getItem(CARRIED) === name;
  if (carried) sessionStorage.removeItem(CARRIED);

  const stored = read(name);
  // A form that came back with what was typed has the draft in it already.
  const typed = form.matches(":has([aria-invalid], [role=alert]), [data-typed] *");
  const begun = values(form);
  const version = form.elements.version;
  const fresh = version?.value;
  const changed = () => ({
    ...(typed && stored?.values),
    ...Object.fromEntries(Object.entries(values(form)).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(begun[field]))),
  });
  if (stored && !typed) {
    fill(form, stored.values);
    if (!Object.keys(changed()).length) forget(name);
    else {
      if (note) note.hidden = carried;
      // Written on an older version: saving shows what others changed since beside it.
      if (version && stored.version) version.value = stored.version;
    }
  }
  const end = () => {
    done = true;
    clearTimeout(timer);
    forget(name);
  };
  const save = () => {
    const now = changed();
    if (done) return;
    if (Object.keys(now).length) keep(name, now, version?.value);
    else forget(name);
  };
  note?.querySelector("button")?.addEventListener("click", () => {
    forget(name);
    fill(form, begun);
    if (version) version.value = fresh;
    note.hidden = true;
  });
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  }
  // What was replaced by the answer to it was saved when it was sent; later it would bring back what is stored by then.
  signal.addEventListener("abort", () => clearTimeout(timer));
  form.addEventListener("submit", save);
  form.querySelector("[data-carry]")?.addEventListener("click", () => {
    save();
    done = true;
    sessionStorage.setItem(CARRIED, name);
  });
  form.querySelector("[data-forget]")?.addEventListener("click", end);
  for (const event of ["pagehide", "visibilitychange"]) addEventListener(event, () => form.isConnected && save(), { signal });
  // What a part of the form asks while one types, such as for look-alikes, saves nothing.
  form.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
    if (target === form && ctx.response.status < 300 && ctx.request.method !== "GET") end();
  });
}
