// The composer of the timeline: the chosen kind shows the fields that it needs; a mail program is handed the words.

const SOON = 3000;
// Who has just added something by keyboard or mouse goes on writing; on a phone the keyboard would cover what was added.
let added = -SOON;

export default function composer(form) {
  form.addEventListener("submit", () => { added = performance.now(); });
  if (performance.now() - added < SOON && matchMedia("(pointer: fine)").matches) {
    form.querySelector("textarea").focus({ preventScroll: true });
  }
  const kinds = [...form.querySelectorAll('input[name="kind"]')];
  const words = form.querySelector("textarea");
  const show = () => {
    const kind = kinds.find((item) => item.checked)?.value;
    for (const part of form.querySelectorAll("[data-kind]")) part.toggleAttribute("data-on", part.dataset.kind === kind);
  };
  for (const item of kinds) {
    item.addEventListener("change", show);
    // Who chose a kind by pointer or by its key writes next; arrow keys go on choosing.
    item.closest("label").addEventListener("click", (event) => {
      if (event.target === item) return;
      event.preventDefault();
      item.checked = true;
      item.dispatchEvent(new Event("change", { bubbles: true }));
      words.focus();
    });
  }
  form.querySelector("[data-mail]")?.addEventListener("click", ({ currentTarget }) => {
    const [subject, ...rest] = words.value.trim().split("\n");
    const said = new URLSearchParams({ subject, body: rest.join("\n").trim() }).toString().replaceAll("+", "%20");
    currentTarget.href = `${currentTarget.href.split("?")[0]}?${said}`;
  });
  // Drafts are filled in by another behaviour after this one.
  setTimeout(show);
  show();
}
