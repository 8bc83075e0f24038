// The dialog of the page: whatever is loaded into it opens it; Esc, the cross or a click beside it closes it.

export default function dialog(element) {
  const content = element.querySelector("[data-content]") ?? element;
  const close = () => element.open && element.close();
  let opener = null;
  // It has done its work, and is emptied a moment after it is closed.
  let done = false;

  // What is about to be replaced takes no more letters: they are for what comes.
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target !== content) return;
    if (element.open) content.inert = ctx.request.method === "GET";
    else opener = document.activeElement;
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.target === content) content.inert = false;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (element.open && ctx.target === content && ctx.request.method === "GET") renew();
    if (!element.open && !done && content.childElementCount && content !== element) open();
  });
  element.addEventListener("open-dialog", open);
  element.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { event.preventDefault(); close(); }
    else if (event.target === element && !changed()) close();
  });
  element.addEventListener("close", () => {
    if (content !== element) content.replaceChildren();
    done = false;
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  });
  document.addEventListener("close-dialog", close);
  // A form in the dialog that changed what is behind it has done its work.
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const { sourceElement, target, response } = ctx;
    const within = element.contains(sourceElement) && !element.contains(target);
    if (within && response && response.status < 400) { done = element.open; close(); }
  });

  function open() {
    opener ??= document.activeElement;
    element.showModal();
    begin();
  }

  function renew() {
    content.inert = false;
    begin();
  }

  function begin() {
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
