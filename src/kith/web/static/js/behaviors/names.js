// Names that are put where one writes: into the input of the form that had the focus last, else into the first.

export default function names(box) {
  const { into } = box.dataset;
  const form = box.closest("form");
  let last = null;
  form.addEventListener("focusin", ({ target }) => { if (target.matches(into)) last = target; });
  box.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (!button) return;
    const field = last?.isConnected ? last : form.querySelector(into);
    const [start, end] = field === last ? [field.selectionStart, field.selectionEnd] : [field.value.length, field.value.length];
    field.setRangeText(button.dataset.insert, start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
