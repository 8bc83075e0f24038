// A button that prints the page.

export default function printing(button) {
  button.addEventListener("click", () => print());
}
