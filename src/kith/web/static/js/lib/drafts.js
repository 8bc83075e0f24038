// Drafts of forms in this browser. A draft's name begins with the number of the person who writes it.

const PREFIX = "kith:draft:";
const MONTH = 30 * 24 * 3600 * 1000;
const LEFT_OUT = "[type=password], [type=file], [type=submit], [name=nonce], [name=version], [name=csrfmiddlewaretoken], [data-no-draft]";

let left = false;

/** Stores what was changed, by the names of fields, and on which version of the record. */
export function keep(name, values, version) {
  if (left) return;
  localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values, version }));
}

/** What was stored within a month, {values, version}, or null. */
export function read(name) {
  try {
    const stored = JSON.parse(localStorage.getItem(PREFIX + name));
    return stored.at > Date.now() - MONTH ? stored : null;
  } catch { return null; }
}

/** Removes a draft. */
export function forget(name) {
  localStorage.removeItem(PREFIX + name);
}

/** Removes every draft of a person when he signs out. */
export function forgetting() {
  document.addEventListener("submit", ({ target }) => {
    const person = target.dataset?.signOut;
    if (!person) return;
    left = true;
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}${person}/`)) localStorage.removeItem(key);
  });
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(LEFT_OUT));
}

/** The values of a form's fields by their names. */
export function values(form) {
  const found = {};
  for (const field of fields(form)) {
    const chosen = field.type === "checkbox" || field.type === "radio" ? (field.checked ? field.value : null) : field.value;
    (found[field.name] ??= []).push(field.multiple ? [...field.selectedOptions].map((item) => item.value) : chosen);
  }
  return found;
}

/** Puts values back into a form; what they do not name stays as it is. */
export function fill(form, stored) {
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
