// A list that narrows while one types over it. Arrows walk it, Enter presses what is marked.

export default function finder(root) {
  const input = root.querySelector('[role="combobox"]');
  const groups = [...root.querySelectorAll("[data-words]")];
  const nothing = root.querySelector(".filter-nothing");
  const options = () => [...root.querySelectorAll('[role="option"]')].filter((item) => item.checkVisibility());
  const active = () => root.querySelector('[aria-selected="true"]');
  for (const item of root.querySelectorAll('[role="option"]')) item.tabIndex = -1;

  function mark(to) {
    active()?.removeAttribute("aria-selected");
    if (!to) return input.removeAttribute("aria-activedescendant");
    to.setAttribute("aria-selected", "true");
    to.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", to.id);
  }

  function narrow() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups) {
      let left = 0;
      const heading = group.dataset.words.toLowerCase();
      for (const item of group.querySelectorAll('[role="option"]')) {
        const text = `${heading} ${item.textContent.toLowerCase()}`;
        const own = item.textContent.toLowerCase();
        const found = words.every((word) => text.includes(word)) && words.some((word) => own.includes(word));
        item.hidden = words.length > 0 && !found;
        left += item.hidden ? 0 : 1;
      }
      group.hidden = !left || ("quiet" in group.dataset && !words.length);
    }
    nothing.hidden = groups.some((group) => !group.hidden);
    mark(best(words.join(" ")));
  }

  // What begins as typed is meant before what only contains it.
  function best(typed) {
    const all = options();
    return all.find((item) => typed && item.textContent.toLowerCase().startsWith(typed)) ?? all[0];
  }

  input.addEventListener("input", (event) => { event.stopPropagation(); narrow(); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(all[(now + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      all[now]?.click();
    }
  });
  mark(best(""));
}
