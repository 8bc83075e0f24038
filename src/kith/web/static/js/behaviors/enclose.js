// Files that come along with what is written: chosen, dropped or pasted, they are sent at once and shown while they go.

import { csrf, nonce, post, said } from "../lib/server.js";
import { toast } from "./toast.js";

export default function enclose(form) {
  const list = form.querySelector("[data-enclosed]");
  const template = form.querySelector("template[data-enclosing]");
  const input = form.querySelector("[data-files]");
  const going = new Set();
  let waiting = null;

  const add = (files) => { for (const file of files) if (file.size) send(file); };
  input.addEventListener("change", () => { add(input.files); input.value = ""; });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(files);
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  for (const name of ["dragleave", "drop", "dragend"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  // What is still on its way comes along: the entry waits for it.
  form.addEventListener("submit", (event) => {
    if (!going.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { by: event.submitter };
  }, { capture: true });

  function send(file) {
    const item = template.content.firstElementChild.cloneNode(true);
    const bar = item.querySelector("progress");
    const request = new XMLHttpRequest();
    item.querySelector("[data-name]").textContent = file.name;
    bar.setAttribute("aria-label", file.name);
    item.querySelector("[data-remove]").addEventListener("click", () => {
      request.abort();
      if (item.dataset.file) post(`/files/${item.dataset.file}/remove/`, { stay: "1" });
      item.remove();
    });
    list.append(item);
    going.add(item);
    const body = new FormData();
    body.append("nonce", nonce());
    body.append("file", file, file.name || "picture.png");
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = total ? loaded / total : 0; });
    request.addEventListener("loadend", () => {
      going.delete(item);
      if (request.status === 200) keep(item, JSON.parse(request.responseText).items[0]);
      else if (item.isConnected) fail(item, request);
      if (!waiting || going.size) return;
      const { by } = waiting;
      waiting = null;
      form.requestSubmit(by);
    });
    request.open("POST", form.dataset.upload);
    const headers = { Accept: "application/json", "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Request-Type": "partial" };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body);
  }

  function keep(item, { id, name, preview }) {
    item.dataset.file = id;
    item.querySelector("progress").remove();
    item.querySelector("[data-name]").textContent = name;
    const value = Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: id });
    value.dataset.noDraft = "";
    item.append(value);
    if (preview) item.querySelector(".enclosing-picture").replaceChildren(Object.assign(new Image(), { src: preview, alt: "" }));
  }

  // Whoever sent the entry meant it with the file: it stays to be sent again.
  function fail(item, request) {
    waiting = null;
    item.remove();
    const answer = request.status ? { status: request.status, headers: { get: (name) => request.getResponseHeader(name) } } : null;
    toast({ text: said(answer), tone: "bad" });
  }
}
