// Naming colleagues while writing: @ and some letters offer people; who is chosen stands in the text by name.

const BEGUN = /(?<![A-Za-z0-9_.+-])@([^\s@]*(?: [^\s@]+)?)$/u;
const WAIT = 80;

export default function mention(form) {
  const area = form.querySelector("textarea");
  const list = form.querySelector('[role="listbox"]');
  let timer = null;
  let asked = 0;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const active = () => list.querySelector('[aria-selected="true"]');
  const begun = () => BEGUN.exec(area.value.slice(0, area.selectionStart));
  const close = () => { asked += 1; list.hidden = true; area.removeAttribute("aria-activedescendant"); };

  async function ask() {
    const found = begun();
    if (!found) return close();
    const number = ++asked;
    const answer = await fetch(`/references/user/?q=${encodeURIComponent(found[1])}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    const items = answer?.ok ? (await answer.json()).items : [];
    if (number !== asked) return undefined;
    if (!items.length || items.some((item) => item.text === found[1])) return close();
    list.replaceChildren(...items.slice(0, 8).map(option));
    list.hidden = false;
    mark(options()[0]);
    return undefined;
  }

  function option(item, index) {
    const made = document.createElement("div");
    Object.assign(made, { className: "option", id: `${list.id}-${index}`, textContent: item.text });
    made.setAttribute("role", "option");
    return made;
  }

  function mark(to) {
    active()?.removeAttribute("aria-selected");
    to?.setAttribute("aria-selected", "true");
    area.setAttribute("aria-activedescendant", to?.id ?? "");
    to?.scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    const found = begun();
    if (!item || !found) return;
    area.setRangeText(`@${item.textContent} `, found.index, area.selectionStart, "end");
    close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  area.addEventListener("blur", () => setTimeout(close, 150));
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(all[(all.indexOf(active()) + step + all.length) % all.length]);
    else if (event.key === "Enter" || event.key === "Tab") choose(active());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(event.target.closest('[role="option"]'));
  });
  form.querySelector("[data-mention]")?.addEventListener("click", () => {
    const before = area.value.slice(0, area.selectionStart);
    area.focus();
    area.setRangeText(/[A-Za-z0-9_.+-]$/.test(before) ? " @" : "@", area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
