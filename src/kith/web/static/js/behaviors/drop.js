// A place to drop a file; shows its name; sends the form when it asks for that.

export default function drop(area) {
  const input = area.querySelector('input[type="file"]');
  const name = area.querySelector("[data-file-name]");
  const show = () => {
    if (name && input.files.length) name.textContent = [...input.files].map((file) => file.name).join(", ");
    if (input.files.length && area.hasAttribute("data-send")) input.form.requestSubmit();
  };
  for (const event of ["dragenter", "dragover"]) area.addEventListener(event, () => area.classList.add("over"));
  for (const event of ["dragleave", "drop", "dragend"]) area.addEventListener(event, () => area.classList.remove("over"));
  input.addEventListener("change", show);
}
