// Single keys for the hands that stay on the keyboard. Elements name theirs: data-key="c" is pressed by c.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && event.key.toLowerCase() === "k") return act(event, "mod+k");
    if (command && event.key === "Enter") return submit(event);
    if (command || event.altKey || event.target.closest?.(TYPING)) return undefined;
    if (event.key === "Escape") {
      document.querySelector("[data-selecting]")?.dispatchEvent(new CustomEvent("clear-selection"));
      return undefined;
    }
    return event.key.length === 1 ? act(event, event.key) : undefined;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("[type=search]:not(dialog *)")) event.target.blur();
  });
}

function act(event, key) {
  if (document.querySelector("dialog[open]") && key !== "mod+k") return;
  const element = [...document.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)].find((item) => item.checkVisibility?.() ?? true);
  if (element) {
    event.preventDefault();
    if (element.matches("input, textarea")) element.focus();
    else element.click();
    return;
  }
  const sent = new CustomEvent("shortcut", { detail: { key }, bubbles: true, cancelable: true });
  document.dispatchEvent(sent);
}

function submit(event) {
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}
