// Days by how far away they are: one press fills in the field beside it, another puts back what stood there. A field with
// a time begins that day's work.

const BEGIN = "T09:00";

export default function ahead(group) {
  const input = document.getElementById(group.dataset.for);
  const buttons = [...group.querySelectorAll("button")];
  const time = input.type === "date" ? "" : BEGIN;
  const before = time ? input.value : "";
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(input.value.split("T")[0] === day(button.dataset)));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const chosen = day(button.dataset) + time;
      input.value = input.value === chosen ? before : chosen;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  input.addEventListener("change", show);
  input.addEventListener("input", show);
  show();
}

function day({ days = 0, months = 0 }) {
  const now = new Date();
  const month = now.getMonth() + Number(months);
  const last = new Date(now.getFullYear(), month + 1, 0).getDate();
  const then = new Date(now.getFullYear(), month, Math.min(now.getDate(), months ? last : 31) + Number(days));
  const two = (number) => String(number).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}
