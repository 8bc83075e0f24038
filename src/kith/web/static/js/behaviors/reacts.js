// A form that reacts to what is typed: the server says what becomes of each field, and this does it. What was typed
// stays, also in fields that are hidden meanwhile; they are only not sent.

const WAIT = 250;

export default function reacts(form, signal) {
  const fields = [...form.querySelectorAll("[data-field]")].map((element) => new Field(element));
  const said = form.querySelector("[data-reacted]");
  // Of a new record, what is known already fills what is empty at once; a stored one opens as it is.
  const fresh = !/\/\d+\/react\/$/.test(form.dataset.reacts);
  let timer = 0;
  let asked = null;

  function apply(reactions, tell) {
    const news = { shown: [], hidden: [], required: [], locked: [] };
    for (const field of fields) {
      const reaction = reactions[field.name] ?? {};
      field.become(reaction, news);
      if ("value" in reaction && (tell || (fresh && field.empty))) field.fill(reaction.value);
    }
    if (!tell || !said) return;
    const texts = Object.entries(news).filter(([, names]) => names.length);
    if (texts.length) said.textContent = texts.map(([kind, names]) => said.dataset[kind].replace("{}", names.join(", "))).join(". ");
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("reacting", fields.map((field) => field.name).join(","));
    try {
      const answer = await fetch(form.dataset.reacts, { method: "POST", body, signal: asked.signal });
      if (answer.ok) apply(await answer.json(), true);
    } catch {
      // Without an answer the form stays as it is; the server decides when it is saved.
    }
  }

  function soon(event) {
    clearTimeout(timer);
    timer = setTimeout(ask, event.type === "change" ? 0 : WAIT);
    fields.find((field) => field.element.contains(event.target))?.touch();
  }

  apply(JSON.parse(form.dataset.reactions), false);
  for (const type of ["input", "change"]) form.addEventListener(type, soon, { signal });
  signal?.addEventListener("abort", () => { clearTimeout(timer); asked?.abort(); });
}

class Field {
  constructor(element) {
    this.element = element;
    this.name = element.dataset.field;
    this.mark = element.querySelector(".needed");
    this.needed = Boolean(this.mark);
    this.label = (element.querySelector("label, legend")?.textContent ?? this.name).replace("*", "").trim();
    this.touched = false;
    this.now = { shown: true, required: this.needed, locked: false };
  }

  touch() { this.touched = true; }

  get empty() { return this.element.querySelector(`[name="${this.name}"]:not([type=hidden], [type=checkbox])`)?.value === ""; }

  get inputs() { return [...this.element.querySelectorAll("input, select, textarea, button")]; }

  become({ shown = true, required = false, locked = false, choices, message = "" }, news) {
    const needed = required || this.needed;
    if (shown !== this.now.shown) news[shown ? "shown" : "hidden"].push(this.label);
    else if (shown && needed && !this.now.required) news.required.push(this.label);
    else if (shown && locked && !this.now.locked) news.locked.push(this.label);
    this.now = { shown, required: needed, locked };
    this.element.hidden = !shown;
    this.hold(!shown || locked);
    this.require(needed);
    this.limit(choices);
    this.note(message);
  }

  // Only what was not disabled by itself is given back.
  hold(off) {
    for (const input of this.inputs) {
      if (off && !input.disabled) { input.disabled = true; input.dataset.held = ""; }
      else if (!off && "held" in input.dataset) { input.disabled = false; delete input.dataset.held; }
    }
  }

  require(on) {
    if (on && !this.mark) {
      this.mark = Object.assign(document.createElement("span"), { className: "needed", textContent: "*" });
      this.mark.setAttribute("aria-hidden", "true");
      this.element.querySelector("label, legend")?.append(this.mark);
    }
    if (this.mark) this.mark.hidden = !on;
    const input = this.element.querySelector(`[name="${this.name}"]:not([type=hidden]), [role=combobox]`);
    if (on) input?.setAttribute("aria-required", "true");
    else input?.removeAttribute("aria-required");
  }

  limit(choices) {
    const left = choices && new Set(choices);
    for (const option of this.element.querySelectorAll("option[value], input[type=checkbox][value]")) {
      if (!option.value || option.getAttribute("role") === "switch") continue;
      const off = Boolean(left) && !left.has(option.value) && !option.selected && !option.checked;
      (option.closest(".check") ?? option).hidden = off;
      option.disabled = off || "held" in option.dataset;
    }
  }

  note(text) {
    let note = this.element.querySelector("[data-note]");
    if (!note && !text) return;
    if (!note) {
      note = Object.assign(document.createElement("p"), { className: "help" });
      note.dataset.note = "";
      this.element.append(note);
    }
    note.textContent = text;
    note.hidden = !text;
  }

  fill(value) {
    const input = this.element.querySelector(`[name="${this.name}"]:not([type=hidden])`);
    if (!input || this.touched) return;
    if (input.type === "checkbox") input.checked = value === true;
    else input.value = value ?? "";
  }
}
