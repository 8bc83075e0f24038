// Keeps what is being written in this browser until it is saved: a crash, a closed tab, a lost session lose nothing.

const WAIT = 400;
const MONTH = 30 * 24 * 3600 * 1000;
const PREFIX = "kith:draft:";
// The draft that a form hands on to the next page, such as from the short form to all fields.
const CARRIED = "kith:carried";

export default function autosave(form) {
  const key = PREFIX + form.dataset.draft;
  const note = form.querySelector("[data-draft-note]");
  let timer = null;
  let done = false;
  const carried = sessionStorage.getItem(CARRIED) === key;
  if (carried) sessionStorage.removeItem(CARRIED);

  const begun = JSON.stringify(values(form));
  const stored = read(key);
  if (stored && stored.at > Date.now() - MONTH && JSON.stringify(stored.values) !== begun && !form.querySelector("[aria-invalid]")) {
    fill(form, stored.values);
    if (note) note.hidden = carried;
  }
  note?.querySelector("button")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    fill(form, JSON.parse(begun));
    note.hidden = true;
  });
  const save = () => {
    if (done) return;
    const now = values(form);
    if (JSON.stringify(now) === begun) localStorage.removeItem(key);
    else keep(key, now);
  };
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  }
  form.querySelector("[data-carry]")?.addEventListener("click", () => {
    done = true;
    clearTimeout(timer);
    keep(key, values(form));
    sessionStorage.setItem(CARRIED, key);
  });
  addEventListener("pagehide", () => form.isConnected && save(), { once: true });
  form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status >= 300 || ctx.request.method === "GET") return;
    done = true;
    clearTimeout(timer);
    localStorage.removeItem(key);
  });
}

function keep(key, values) {
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(
    "[type=password], [type=file], [type=submit], [name=nonce], [name=version], [name=csrfmiddlewaretoken], [data-no-draft]",
  ));
}

function values(form) {
  const found = {};
  for (const field of fields(form)) {
    const chosen = field.type === "checkbox" || field.type === "radio" ? (field.checked ? field.value : null) : field.value;
    (found[field.name] ??= []).push(field.multiple ? [...field.selectedOptions].map((item) => item.value) : chosen);
  }
  return found;
}

function fill(form, stored) {
  const seen = {};
  for (const field of fields(form)) {
    const index = (seen[field.name] = (seen[field.name] ?? -1) + 1);
    const value = stored[field.name]?.[index];
    if (value === undefined) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value !== null;
    else if (field.multiple) for (const item of field.options) item.selected = value.includes(item.value);
    else field.value = value;
  }
}
