// Who else looks at this record now, and whether somebody has changed it meanwhile. Asked while the page is seen.

import { post } from "../lib/server.js";

const EVERY = 25_000;

export default function presence(place, signal) {
  const news = document.getElementById("record-news");
  let timer = null;

  async function tell() {
    clearTimeout(timer);
    if (!place.isConnected || document.visibilityState !== "visible") return;
    const answer = await ask(place.dataset.url);
    // One that is lost is asked again at the next turn.
    if (answer) {
      show(answer.people);
      if (answer.version > Number(place.dataset.version) && answer.changed) say(answer.changed);
    }
    clearTimeout(timer);
    timer = setTimeout(tell, EVERY);
  }

  function show(people) {
    place.replaceChildren(...people.map(disc));
    place.hidden = !people.length;
  }

  function disc({ name, initials, tone, said }) {
    const made = document.createElement("span");
    Object.assign(made, { className: `avatar avatar-s ${tone}`, title: said, textContent: initials });
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", said);
    made.dataset.name = name;
    return made;
  }

  function say(text) {
    news.querySelector("[data-text]").textContent = text;
    news.hidden = false;
  }

  news?.querySelector("button").addEventListener("click", () => {
    document.body.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
  });
  document.addEventListener("visibilitychange", tell, { signal });
  tell();
}

async function ask(url) {
  const answer = await post(url, {}, () => {}, { quiet: true });
  return answer?.ok ? answer.json() : null;
}
