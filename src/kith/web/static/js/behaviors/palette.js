// The palette: one field to go anywhere, create anything, find anybody.

const WAIT = 120;

export default function palette(dialog) {
  const input = dialog.querySelector("input");
  const results = dialog.querySelector("[data-results]");
  const places = results.innerHTML;
  let timer = null;
  let asked = 0;

  const options = () => [...results.querySelectorAll("a.option")].filter((item) => !item.hidden);
  const active = () => results.querySelector('[aria-selected="true"]');

  function mark(to) {
    active()?.setAttribute("aria-selected", "false");
    if (!to) return input.removeAttribute("aria-activedescendant");
    to.setAttribute("aria-selected", "true");
    to.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", to.id);
  }

  async function ask() {
    const typed = input.value.trim();
    const number = ++asked;
    if (!typed) {
      results.innerHTML = places;
      return mark(options()[0]);
    }
    const address = new URL(dialog.dataset.url, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" }, credentials: "same-origin" }).catch(() => null);
    if (number !== asked || !answer?.ok) return undefined;
    results.innerHTML = await answer.text();
    return mark(options()[0]);
  }

  function open() {
    if (dialog.open) return dialog.close();
    input.value = "";
    results.innerHTML = places;
    dialog.showModal();
    input.focus();
    return mark(options()[0]);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(all[(now + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (now >= 0) all[now].click();
      else if (input.value.trim()) location.assign(`${dialog.dataset.search}?q=${encodeURIComponent(input.value.trim())}`);
    }
  });
}
