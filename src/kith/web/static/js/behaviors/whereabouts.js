// Checking in and out: the device is asked where it is when one presses, then the form is sent; what is wrong, or was
// not sent at all, is said in the form, which keeps what was entered. Without scripts the form is sent with a reason.

import { csrf } from "../lib/server.js";

export default function whereabouts(form) {
  const told = form.querySelector("[data-told]");
  const reason = form.querySelector("[data-reason]");
  const again = form.querySelector("[data-again]");
  const { place, accuracy } = form.elements;
  let tried = Boolean(place.value);
  let busy = false;
  const say = (name, value = "") => { told.textContent = name ? told.dataset[name].replace("{}", value) : ""; };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const step = event.submitter?.value ?? "";
    form.setAttribute("aria-busy", "true");
    if (form.hasAttribute("data-locate") && step !== "keep" && !tried) await locate();
    if (step === "keep" || place.value || form.elements.reason.value) await send(step);
    else ask();
    form.removeAttribute("aria-busy");
    busy = false;
  });
  again.addEventListener("click", async () => { await locate(); });

  async function locate() {
    say("asking");
    const [found, code] = await position();
    tried = true;
    again.hidden = false;
    place.value = found ? `${found.latitude.toFixed(6)},${found.longitude.toFixed(6)}` : "";
    accuracy.value = found ? Math.ceil(found.accuracy) : "";
    if (found) say("found", accuracy.value);
    else say(code === 1 ? "denied" : "absent");
  }

  function ask() {
    reason.removeAttribute("data-later");
    form.elements.reason.focus();
  }

  async function send(step) {
    const body = new FormData(form);
    body.set("step", step);
    const headers = { "X-CSRFToken": csrf(), Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
    if (!answer || answer.status >= 500) { say("unsent"); return; }
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    if (said.to) location.assign(said.to);
    else if (said.errors) wrong(said.errors);
    else location.reload();
  }

  function wrong(errors) {
    const rest = [];
    for (const line of form.querySelectorAll("[data-error]")) line.hidden = true;
    for (const [name, texts] of Object.entries(errors)) {
      const line = form.querySelector(`[data-error="${name}"]`);
      if (line) { line.hidden = false; line.querySelector("span").textContent = texts.join(" "); } else rest.push(...texts);
    }
    if (errors.reason || errors.place) ask();
    const notice = form.querySelector("[data-errors]");
    notice.hidden = !rest.length;
    notice.querySelector("p").textContent = rest.join(" ");
    form.querySelector("[data-error]:not([hidden])")?.scrollIntoView({ block: "center" });
  }
}

/** Where the device is, or why it does not say: [coordinates, 0] or [null, code]. */
function position() {
  return new Promise((done) => {
    if (!navigator.geolocation) return done([null, 2]);
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => done([coords, 0]),
      ({ code }) => done([null, code]),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
    );
  });
}
