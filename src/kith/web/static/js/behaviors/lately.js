// Without a network: the pages that were open lately, each with the hour that it is from.

import { back, lately, moment } from "../lib/device.js";

export default async function list(element) {
  const pages = globalThis.caches ? await lately() : [];
  element.replaceChildren(...pages.map(({ href, at, title }) => {
    const line = element.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = line.querySelector("a");
    link.href = href;
    // The page is called by its name, then the company's, which everybody here knows.
    link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent.split(" · ").slice(0, -1).join(" · ") || title;
    line.querySelector("time").textContent = moment(new Date(at));
    return line;
  }));
  element.hidden = !pages.length;
  addEventListener("online", back);
}
