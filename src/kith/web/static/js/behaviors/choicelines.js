// Choices as lines: a new one, one taken out, a pasted list that becomes lines. Sorting is done by "ordering". What is
// typed into the list stays there until it is asked for: lines that grow when the box is left would move the button
// that is just being pressed. What still stands there when the form is sent, the server takes over.

export default function choicelines(root) {
  const list = root.querySelector("ol");
  const blank = root.querySelector("[data-choice-new]");
  const paste = root.querySelector(".choice-paste");
  const area = paste.querySelector("textarea");
  let last = Math.max(0, ...[...list.querySelectorAll('input[name="choices"]')].map((one) => Number(one.value)));

  function add(text = "") {
    last += 1;
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("NEW", String(last));
    const line = holder.content.querySelector("[data-entry]");
    const label = line.querySelector("[data-choice-label]");
    label.value = text;
    list.append(line);
    list.dispatchEvent(new CustomEvent("grown"));
    return label;
  }

  function paste_all() {
    let label;
    const known = new Set([...list.querySelectorAll("[data-choice-label]")].map((one) => one.value.trim()));
    for (const text of area.value.split(/[\n\t]/).map((one) => one.trim())) {
      if (!text || known.has(text)) continue;
      known.add(text);
      label = add(text);
    }
    area.value = "";
    paste.open = !label;
    return label;
  }

  root.querySelector("[data-choice-add]").addEventListener("click", () => {
    paste_all();
    add().focus();
  });
  root.querySelector("[data-choice-take]").addEventListener("click", () => (paste_all() ?? area).focus());
  area.addEventListener("input", ({ inputType }) => {
    if (inputType === "insertFromPaste") paste_all()?.focus();
  });
  list.addEventListener("click", ({ target }) => {
    const line = target.closest("[data-choice-off]")?.closest("[data-entry]");
    if (!line) return;
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    (next?.querySelector("[data-choice-label]") ?? root.querySelector("[data-choice-add]")).focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-choice-label]")) return;
    event.preventDefault();
    const next = event.target.closest("[data-entry]").nextElementSibling;
    (next?.querySelector("[data-choice-label]") ?? add()).focus();
  });
}
