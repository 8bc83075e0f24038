// A condition within a form: after each step the cursor goes on where the server says.

export default function condition(element) {
  if (!("touched" in element.dataset)) return;
  const next = element.querySelector("[autofocus]") ?? element.querySelector(".filter-more .btn");
  next?.focus({ preventScroll: true });
  next?.removeAttribute("autofocus");
}
