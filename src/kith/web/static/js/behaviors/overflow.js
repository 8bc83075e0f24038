// Tabs that find no room stand in a menu at the end of their row; the open one always stays. The phone scrolls instead,
// unless the row says `data-phone`.

export default function overflow(row, signal) {
  const button = row.querySelector("[data-rest]");
  if (!button) return;
  const menu = document.getElementById(button.getAttribute("popovertarget"));
  const phone = matchMedia("(width <= 40rem)");

  function fit() {
    const places = [...row.querySelectorAll(".tab-place")];
    for (const place of places) place.hidden = false;
    button.hidden = true;
    if ((phone.matches && !("phone" in row.dataset)) || row.scrollWidth <= row.clientWidth) return;
    button.hidden = false;
    const rest = [];
    for (const place of places.reverse()) {
      if (row.scrollWidth <= row.clientWidth) break;
      if (place.querySelector("[aria-current]")) continue;
      place.hidden = true;
      rest.unshift(entry(place.querySelector("a")));
    }
    menu.replaceChildren(...rest);
  }

  const room = new ResizeObserver(fit);
  room.observe(row);
  signal.addEventListener("abort", () => room.disconnect());
  document.addEventListener("htmx:after:swap", fit, { signal });
}

function entry(tab) {
  const made = document.createElement("a");
  made.className = "menu-item";
  made.setAttribute("role", "menuitem");
  made.href = tab.href;
  made.textContent = tab.textContent;
  return made;
}
