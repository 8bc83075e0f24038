// What goes to the server with every request and what is done when it does not answer well.

import { toast } from "../behaviors/toast.js";

/** The token that proves that a request comes from our own page. */
export function csrf() {
  return document.querySelector('meta[name="csrf"]')?.content ?? "";
}

/** A text of the page, written by the server in the reader's language. */
export function text(name) {
  return document.getElementById("texts")?.dataset[name] ?? "";
}

/** A name for one attempt to write, so that a repeated one is done once. */
export function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Posts values and returns the answer. Events that the server names are told, unless `tell` takes them; what nobody
    asked for fails quietly. */
export async function post(url, values, tell = announce, { quiet = false } = {}) {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  if (!body.has("nonce")) body.append("nonce", nonce());
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Request-Type": "partial" };
  // Nobody asked for it: no sign of life that would keep a session from ending.
  if (quiet) headers["Kith-Quiet"] = "1";
  try {
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
    for (const [name, detail] of events(answer)) tell(name, detail);
    if (answer.ok && !quiet) document.dispatchEvent(new CustomEvent("saved", { detail: { address: url } }));
    if (answer.status >= 500 && !quiet) toast({ text: text("broken"), tone: "bad" });
    return answer;
  } catch {
    if (!quiet) toast({ text: text("offline"), tone: "bad" });
    return null;
  }
}

// What an answer tells the page, by name.
function events(answer) {
  const header = answer.headers.get("HX-Trigger");
  return header?.startsWith("{") ? Object.entries(JSON.parse(header)) : [];
}

function announce(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

/** Why something was refused, in the server's words. */
export function said(answer) {
  if (!answer) return text("offline");
  return events(answer).find(([name]) => name === "toast")?.[1].text ?? text(answer.status >= 500 ? "broken" : "refused");
}

/** Adds the token to htmx's requests, marks slow ones, and says in a toast what failed. */
export function listen() {
  let open = 0;
  const busy = (step) => {
    open = Math.max(0, open + step);
    document.documentElement.classList.toggle("htmx-busy", open > 0);
  };
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = csrf();
  });
  document.addEventListener("htmx:before:request", () => busy(1));
  document.addEventListener("htmx:finally:request", () => busy(-1));
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    const { status, headers } = ctx.response;
    if (status === 401) location.reload();
    else if (status >= 500) toast({ text: text("broken"), tone: "bad" });
    else if (!headers.get("HX-Trigger") && ctx.swap === "none") toast({ text: text("refused"), tone: "bad" });
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx && !ctx.response) toast({ text: text("offline"), tone: "bad" });
  });
}
