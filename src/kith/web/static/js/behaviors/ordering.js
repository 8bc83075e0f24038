// A list whose entries change places: buttons move one by a step, dragging moves it anywhere. Says "sorted" when done.

export default function ordering(list) {
  const said = () => list.dispatchEvent(new CustomEvent("sorted", { bubbles: true }));
  const ready = () => { for (const entry of list.children) entry.draggable = true; };
  let held = null;
  let before = null;

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step]");
    if (!button) return;
    const entry = button.closest("[data-entry]");
    if (button.dataset.step === "1") entry.nextElementSibling?.after(entry);
    else entry.previousElementSibling?.before(entry);
    button.focus();
    said();
  });
  list.addEventListener("grown", ready);
  // Where one writes, dragging marks text.
  list.addEventListener("focusin", ({ target }) => { if (target.matches("input, textarea")) target.closest("[data-entry]").draggable = false; });
  list.addEventListener("focusout", ready);
  list.addEventListener("dragstart", ({ target }) => {
    held = target.closest?.("[data-entry]");
    before = held?.nextElementSibling;
  });
  list.addEventListener("dragend", () => {
    if (held && held.nextElementSibling !== before) said();
    held = null;
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-entry]");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY > top + height / 2) over.after(held);
    else over.before(held);
  });
  ready();
}
