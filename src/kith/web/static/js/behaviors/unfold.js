// Small menus in a <details>: with this script they lie above everything and stay within the window; on the phone they
// are sheets, as other menus are.

import { place } from "./menu.js";

export default function unfold(form, signal) {
  const folded = [...form.querySelectorAll("details.lay-menu")];
  const steps = (one) => one.querySelector(".lay-steps");
  const opened = () => folded.filter((one) => one.open && one.isConnected);

  function follow(one) {
    const menu = steps(one);
    if (menu.matches(":popover-open") !== one.open) menu.togglePopover(one.open);
    if (one.open) place(menu, one.querySelector("summary"));
  }

  for (const one of folded) {
    steps(one).popover = "manual";
    one.addEventListener("toggle", () => follow(one));
    follow(one);
  }
  form.addEventListener("keydown", (event) => {
    const [open] = event.key === "Escape" ? opened() : [];
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    for (const open of opened()) if (!open.contains(target)) open.open = false;
  }, { signal });
  for (const type of ["scroll", "resize"]) addEventListener(type, () => opened().forEach(follow), { signal, passive: true });
}
