// Choosing rows: click, Shift for a range, the head for all. The bar below offers what can be done with them.

export default function selection(root) {
  const bar = root.querySelector("[data-bulk]");
  let last = null;

  const boxes = () => [...root.querySelectorAll("tbody .select")];
  const chosen = () => boxes().filter((box) => box.checked);

  function show() {
    const count = chosen().length;
    root.toggleAttribute("data-selecting", count > 0);
    if (bar) {
      bar.hidden = !count;
      bar.querySelector("output").textContent = bar.dataset.text.replace("0", String(count));
    }
    const head = root.querySelector("thead .select");
    if (head) {
      head.checked = count > 0 && count === boxes().length;
      head.indeterminate = count > 0 && count < boxes().length;
    }
  }

  root.addEventListener("click", (event) => {
    const box = event.target.closest(".select");
    if (!box) return;
    const all = boxes();
    if (box.closest("thead")) for (const item of all) item.checked = box.checked;
    else if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const item of all.slice(from, to + 1)) item.checked = box.checked;
    }
    last = box;
    show();
  });
  root.addEventListener("clear-selection", () => { for (const box of boxes()) box.checked = false; show(); });
  bar?.querySelector("[data-clear]")?.addEventListener("click", () => root.dispatchEvent(new CustomEvent("clear-selection")));
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("refresh", () => root.isConnected && root.dispatchEvent(new CustomEvent("clear-selection")));
  // Long press chooses on the phone, where there are no boxes until one is chosen.
  let press = null;
  root.addEventListener("pointerdown", (event) => {
    const row = event.pointerType === "touch" && event.target.closest("tbody tr");
    if (!row) return;
    press = setTimeout(() => {
      const box = row.querySelector(".select");
      if (box) { box.checked = !box.checked; show(); navigator.vibrate?.(10); }
    }, 500);
  });
  for (const event of ["pointerup", "pointercancel", "pointermove", "scroll"]) {
    root.addEventListener(event, () => clearTimeout(press), { passive: true });
  }
  show();
}
