// Several references: what is chosen in the type-ahead becomes one more ticked box, and the field is free again.

export default function picks(root) {
  const field = root.querySelector(".combobox");
  const value = field.querySelector('input[type="hidden"]');
  const typed = field.querySelector('input[role="combobox"]');
  const picked = root.querySelector("[data-picked]");

  value.addEventListener("change", () => {
    if (!value.value) return;
    const known = [...picked.querySelectorAll("input")].find((box) => box.value === value.value);
    if (known) known.checked = true;
    else add(value.value, typed.value);
    value.value = typed.value = "";
  });

  function add(id, name) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "check";
    Object.assign(box, { type: "checkbox", name: field.dataset.pick, value: id, checked: true });
    label.append(box, name);
    picked.append(label);
  }
}
