// The path of a record begins where the record stands, on screens that do not hold it all. The step ahead is
// marked when it still requires something; any step that one points at tells what.

const WAIT = 120;

export default function path(form) {
  const current = form.querySelector("[aria-current]");
  const list = form.querySelector("ol");
  if (!current) return;
  const [outer, inner] = [list.getBoundingClientRect(), current.getBoundingClientRect()];
  list.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  if (form.dataset.needs) telling(form, current);
}

function telling(form, current) {
  const line = form.querySelector("[data-said]");
  const known = new Map();
  const ahead = current.closest("li").nextElementSibling?.querySelector("button");
  let pointed = null;
  let timer = null;

  async function ask(step) {
    const answer = await fetch(`${form.dataset.needs}?to=${encodeURIComponent(step.value)}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    return answer?.ok ? (await answer.json()).text : "";
  }

  function learn(step) {
    if (!known.has(step)) {
      known.set(step, ask(step).then((text) => { step.toggleAttribute("data-wanting", Boolean(text)); return text; }));
    }
    return known.get(step);
  }

  async function tell(step) {
    pointed = step;
    const text = step ? await learn(step) : "";
    if (pointed !== step) return;
    line.hidden = !text;
    if (!text) return;
    line.querySelector("[data-names]").textContent = text;
    const room = form.clientWidth - line.offsetWidth;
    const at = step.getBoundingClientRect().left - form.getBoundingClientRect().left;
    line.style.insetInlineStart = `${Math.max(0, Math.min(at, room))}px`;
  }

  const point = ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(target.closest("button.step")), WAIT);
  };
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(null), WAIT);
  };
  form.addEventListener("pointerover", point);
  form.addEventListener("focusin", point);
  form.addEventListener("pointerleave", leave);
  form.addEventListener("focusout", leave);
  if (ahead) learn(ahead);
}
