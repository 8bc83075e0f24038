// The dialog of the page: whatever is loaded into it opens it; Esc, the cross or a click beside it closes it.

export default function dialog(element) {
  const content = element.querySelector("[data-content]") ?? element;
  const close = () => element.open && element.close();
  let opener = null;

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target === content && !element.open) opener = document.activeElement;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!element.open && content.childElementCount && content !== element) open();
  });
  element.addEventListener("open-dialog", open);
  element.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { event.preventDefault(); close(); }
    else if (event.target === element && !changed()) close();
  });
  element.addEventListener("close", () => {
    if (content !== element) content.replaceChildren();
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  });
  document.addEventListener("close-dialog", close);
  // A form in the dialog that changed what is behind it has done its work.
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const { sourceElement, target, response } = ctx;
    const within = element.contains(sourceElement) && !element.contains(target);
    if (within && response && response.status < 400) close();
  });

  function open() {
    opener ??= document.activeElement;
    element.showModal();
    const first = element.querySelector("[autofocus]")
      ?? element.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)");
    first?.focus();
  }

  function changed() {
    const fields = element.querySelectorAll("input:not([type=hidden], [type=search]), textarea");
    return [...fields].some((field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  }
}

/** Buttons that open a dialog of the page: data-open holds its id. */
export function opening() {
  document.addEventListener("click", ({ target }) => {
    const id = target.closest?.("[data-open]")?.dataset.open;
    if (id) document.getElementById(id)?.dispatchEvent(new CustomEvent("open-dialog"));
  });
}
