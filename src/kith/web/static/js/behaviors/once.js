// A form is sent once: a second press while the first is on its way does nothing.

export default function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented && !form.hasAttribute("hx-post")) form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => { delete form.dataset.sent; });
}
