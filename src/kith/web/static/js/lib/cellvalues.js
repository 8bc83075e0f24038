// What an editor of a cell holds: as it is sent, as it is shown, as it was typed.

export const INPUTS = ":is(input, select, textarea):not([type=hidden])";

/** The values of a form as one text, to see whether anything was changed. */
export const serial = (form) => new URLSearchParams(new FormData(form)).toString();

/** Puts what was typed before the input was there into it. */
export function type(input, typed) {
  if (!input) return;
  if (input.matches("select")) {
    const fold = typed.toLowerCase();
    const option = [...input.options].find((item) => item.text.toLowerCase().startsWith(fold));
    if (option) option.selected = true;
  } else if (input.matches("textarea, [type=text], [type=email], [type=tel], [type=url], [type=search]")) {
    input.value = typed;
    if (!input.matches("[type=email]")) input.setSelectionRange(typed.length, typed.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Puts values back that were refused. */
export function fill(form, values) {
  if (!values) return;
  for (const field of form.elements) {
    if (!field.name || !values.has(field.name)) continue;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.getAll(field.name).includes(field.value);
    else field.value = values.get(field.name);
  }
}

/** What the cell shows until the server has answered. */
export function display(form) {
  if (form.dataset.widget === "checkbox") return form.querySelector("[role=switch]").checked ? "✓" : "";
  if (form.dataset.widget === "rating") return "★".repeat(Number(form.querySelector(":checked")?.value ?? 0));
  const several = [...form.querySelectorAll("[type=checkbox]:checked")].map((box) => box.parentElement.textContent.trim());
  if (form.querySelector("fieldset")) return several.join(", ");
  const [input, other] = form.querySelectorAll(INPUTS);
  if (!input) return "";
  const text = input.matches("select") ? (input.value && input.selectedOptions[0]?.text) || "" : input.value;
  return other?.matches("select") && text ? `${text} ${other.value}` : text;
}
