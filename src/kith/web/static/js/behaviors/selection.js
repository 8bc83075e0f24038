// Choosing rows: click, Shift for a range, the head for the page, and then all that the list finds. What is chosen stays
// chosen on other pages and in another order; the bar below offers what can be done with it.

const KEPT = "kith:chosen";
// Parts of the address that do not say which records are meant.
const ASIDE = ["cursor", "at", "sort", "columns", "group", "day"];

export default function selection(root, signal) {
  let last = null;
  let { ids, all } = read(place(root));

  const boxes = () => [...root.querySelectorAll("tbody .select")];
  const bar = () => root.querySelector("[data-bulk]");

  function take(changed, on) {
    if (all && !on) ids = new Set(boxes().map((box) => box.value));
    if (!on) all = false;
    for (const box of changed) {
      if (on) ids.add(box.value);
      else ids.delete(box.value);
    }
    show();
  }

  function show() {
    const shown = boxes();
    for (const box of shown) box.checked = all || ids.has(box.value);
    const count = shown.filter((box) => box.checked).length;
    const head = root.querySelector("thead .select");
    if (head) {
      head.checked = count > 0 && count === shown.length;
      head.indeterminate = count > 0 && count < shown.length;
    }
    root.toggleAttribute("data-selecting", all || ids.size > 0);
    say(shown, count === shown.length);
    keep(place(root), { ids, all });
  }

  function say(shown, whole) {
    if (!bar()) return;
    const more = bar().querySelector("[data-all]");
    bar().hidden = !all && !ids.size;
    bar().querySelector("output").textContent = all ? more?.dataset.text ?? "" : bar().dataset.text.replace("0", String(ids.size));
    if (more) more.hidden = all || !whole;
    const here = new Set(shown.map((box) => box.value));
    const [others, every] = root.querySelectorAll("#bulk-form > [name=ids], #bulk-form > [name=all]");
    others.value = [...ids].filter((id) => !here.has(id)).join();
    others.disabled = all || !others.value;
    every.disabled = !all;
  }

  root.addEventListener("click", ({ target, shiftKey }) => {
    if (target.closest("[data-clear]")) clear();
    else if (target.closest("[data-all]")) { all = true; show(); }
    const box = target.closest(".select");
    if (!box) return;
    const every = boxes();
    if (box.closest("thead")) take(every, box.checked);
    else if (shiftKey && last && every.includes(last)) {
      const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
      take(every.slice(from, to + 1), box.checked);
    } else take([box], box.checked);
    last = box;
  });

  function clear() {
    ids = new Set();
    all = false;
    show();
  }
  root.addEventListener("clear-selection", clear);
  document.addEventListener("acted", clear, { signal });
  document.addEventListener("htmx:after:swap", () => {
    if (!root.isConnected) return;
    ({ ids, all } = read(place(root)));
    show();
  }, { signal });
  pressing(root, (box) => box.click());
  show();
}

// Long press chooses on the phone, where there are no boxes until one is chosen.
function pressing(root, choose) {
  let press = null;
  root.addEventListener("pointerdown", (event) => {
    const box = event.pointerType === "touch" && event.target.closest("tbody tr")?.querySelector(".select");
    if (!box) return;
    press = setTimeout(() => { choose(box); navigator.vibrate?.(10); }, 500);
  });
  for (const event of ["pointerup", "pointercancel", "pointermove", "scroll"]) {
    root.addEventListener(event, () => clearTimeout(press), { passive: true });
  }
}

/** Which records are looked at, whatever the page, the order and the columns. */
function place(root) {
  const address = new URL(root.getAttribute("hx-get"), location.href);
  for (const name of ASIDE) address.searchParams.delete(name);
  return `${address.pathname}?${address.searchParams}`;
}

// Of one list only: choosing somewhere else begins anew.
function read(name) {
  const stored = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  return stored.name === name ? { ids: new Set(stored.ids), all: stored.all } : { ids: new Set(), all: false };
}

function keep(name, { ids, all }) {
  if (ids.size || all) sessionStorage.setItem(KEPT, JSON.stringify({ name, ids: [...ids], all }));
  else if (JSON.parse(sessionStorage.getItem(KEPT) ?? "{}").name === name) sessionStorage.removeItem(KEPT);
}
