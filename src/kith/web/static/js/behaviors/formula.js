// The field of a formula: names of fields and functions are put where the cursor stands, within the brackets of the latter.
// What was wrong with it when it was sent goes once the live answer says so itself, or answers to something else.

export default function formula(box) {
  const text = box.querySelector("textarea");
  const said = box.querySelector(".formula-said");
  new MutationObserver(() => {
    const wrong = said.querySelector(":scope > .error") !== null;
    if (!wrong && text.value === text.defaultValue) return;
    for (const old of box.parentElement.querySelectorAll(":scope > .error")) old.remove();
    text.toggleAttribute("aria-invalid", wrong);
    if (wrong) text.setAttribute("aria-invalid", "true");
  }).observe(said, { childList: true });
  box.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (!button) return;
    const { insert: word, start = text.selectionStart, end = text.selectionEnd } = button.dataset;
    text.setRangeText(word, Number(start), Number(end), "end");
    if (word.endsWith("()")) text.setSelectionRange(text.selectionStart - 1, text.selectionStart - 1);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
