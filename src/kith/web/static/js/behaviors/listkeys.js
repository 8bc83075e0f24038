// Walking a list by keyboard: j and k move, x chooses, Enter or o opens, e edits.

export default function listkeys(root, signal) {
  const rows = () => [...root.querySelectorAll("[data-row]")];
  const current = () => root.querySelector("[data-row][data-current]");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, now + step))];
    current()?.removeAttribute("data-current");
    next.setAttribute("data-current", "");
    next.scrollIntoView({ block: "nearest" });
    next.querySelector("a[href]")?.focus({ preventScroll: true });
  }

  document.addEventListener("shortcut", ({ detail: { key } }) => {
    if (document.querySelector("dialog[open]")) return;
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") current()?.querySelector(".select")?.click();
    else if (key === "o") current()?.querySelector("a[href]")?.click();
    else if (key === "e" && current()) location.assign(current().dataset.edit || `${current().querySelector("a[href]").href}edit/`);
  }, { signal });
  root.addEventListener("focusin", ({ target }) => {
    const row = target.closest("[data-row]");
    if (!row || row === current()) return;
    current()?.removeAttribute("data-current");
    row.setAttribute("data-current", "");
  });
}
