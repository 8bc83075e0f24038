// A field that acts when it is changed: sends its form at once; in a find field typing pauses first.

const PAUSE = 220;

export default function instant(form) {
  let timer = null;
  let last = new URLSearchParams(new FormData(form)).toString();
  const send = () => {
    const now = new URLSearchParams(new FormData(form)).toString();
    if (now === last) return;
    last = now;
    form.requestSubmit();
  };
  form.addEventListener("change", send);
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[type=search], [type=text]")) return;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
}
