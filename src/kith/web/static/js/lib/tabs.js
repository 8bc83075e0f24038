// Tabs of one browser: a save in one is told at once to forms and pages of the same record in the others.

import { text } from "./server.js";

const RECORD = /^\/[a-z-]+\/\d+\//;
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("kith") : null;

/** Tells the other tabs that a write at this address succeeded. */
function saved(address) {
  const record = new URL(address, location.href).pathname.match(RECORD)?.[0];
  if (record) channel?.postMessage(record);
}

/** Listens to the others, and tells them what htmx wrote here. What stands beside a record (data-beside: a star, that
    one follows it) is no save of it. */
export function tabs() {
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.closest("[data-beside]")) return;
    if (ctx.request.method !== "GET" && ctx.response.status < 300) saved(ctx.request.action);
  });
  document.addEventListener("saved", ({ detail: { address } }) => saved(address));
  channel?.addEventListener("message", ({ data }) => {
    const forms = [...document.querySelectorAll("form:has([name=version])")].filter((form) => writes(form, data));
    for (const form of forms) warn(form);
    if (!forms.length && location.pathname === data && !busy()) document.body.dispatchEvent(new Event("refresh"));
  });
}

/** Whether a form changes this record: the path and other one-press forms of the page follow by themselves. */
function writes(form, record) {
  const own = form.getAttribute("action")?.startsWith(record);
  return own && form.querySelector("input:not([type=hidden]), select, textarea");
}

/** Whether somebody is in the middle of something that a new page would take away. */
function busy() {
  return document.querySelector("dialog[open], .inline-form") || [...document.querySelectorAll("#main textarea")].some((area) => area.value);
}

function warn(form) {
  if (form.querySelector("[data-elsewhere]")) return;
  const note = document.createElement("div");
  Object.assign(note, { className: "notice tone-warn", textContent: text("elsewhere") });
  note.setAttribute("role", "alert");
  note.dataset.elsewhere = "";
  (form.querySelector(".dialog-body") ?? form).prepend(note);
}
