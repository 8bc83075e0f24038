// The composer of the timeline: the chosen kind shows the fields that it needs; Ctrl+Enter sends.

export default function composer(form) {
  const kinds = [...form.querySelectorAll('input[name="kind"]')];
  const show = () => {
    const kind = kinds.find((item) => item.checked)?.value;
    for (const part of form.querySelectorAll("[data-kinds]")) {
      const there = part.dataset.kinds.split(" ").includes(kind);
      part.hidden = !there;
      for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !there;
    }
  };
  for (const item of kinds) item.addEventListener("change", show);
  show();
}
