// What a type-ahead offers: how one line of it looks, and which one somebody meant before he saw it.

/** A line of the list. */
export function offer(item, id) {
  const made = document.createElement("div");
  made.className = "option";
  made.id = id;
  made.setAttribute("role", "option");
  if (item.disabled) made.setAttribute("aria-disabled", "true");
  made.dataset.value = item.id ?? "";
  made.append(part("cut", item.text));
  if (item.hint) made.append(part("hint cut push", item.hint));
  return made;
}

/** The line that is called as was typed, or the only one; nothing where several could be meant. */
export function named(lines, typed) {
  const called = lines.filter((one) => one.firstElementChild.textContent.toLowerCase() === typed.trim().toLowerCase());
  if (called.length === 1) return called[0];
  return lines.length === 1 && typed ? lines[0] : null;
}

function part(css, content) {
  return Object.assign(document.createElement("span"), { className: css, textContent: content });
}
