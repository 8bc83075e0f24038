// Blocks of a layout: dragged with the mouse, or by their grip with a finger; arrow keys on a grip move one by a place,
// beyond the end of a section into the next. A section is called at once what is typed as its title.

import { carrying, entriesOf, nameOf } from "../lib/carrying.js";

export default function layout(form) {
  const said = form.querySelector("[data-said]");
  const unsaved = () => { form.querySelector("[data-unsaved]").hidden = false; };

  function changed(entry) {
    unsaved();
    const all = entriesOf(entry.parentElement);
    const title = entry.parentElement.closest("section, details")?.querySelector("h2, summary")?.textContent.trim() ?? "";
    said.textContent = `${nameOf(entry)}: ${title} ${all.indexOf(entry) + 1} / ${all.length}`;
  }

  function shift(entry, step) {
    const zone = entry.parentElement;
    const near = entriesOf(zone)[entriesOf(zone).indexOf(entry) + step];
    if (near) near[step > 0 ? "after" : "before"](entry);
    else {
      const all = [...form.querySelectorAll(`[data-zone="${entry.dataset.entry}"]`)];
      const next = all[all.indexOf(zone) + step];
      if (!next) return;
      next[step > 0 ? "prepend" : "append"](entry);
    }
    entry.querySelector("[data-grip]").focus();
    entry.scrollIntoView({ block: "nearest" });
    changed(entry);
  }

  form.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    shift(grip.closest("[data-entry]"), step);
  });
  form.addEventListener("input", ({ target }) => {
    unsaved();
    const zone = target.closest(".lay-zone");
    if (target.matches("[data-columns]")) zone.querySelector(".lay-items").className = `lay-items lay-columns-${target.value}`;
    if (target.matches("[data-title]")) call(form, zone, titled(zone));
  });
  carrying(form, changed);
  // What was typed before this was there.
  for (const zone of form.querySelectorAll(".lay-zone")) {
    const typed = [...zone.querySelectorAll("[data-title]")].some((one) => one.value !== one.defaultValue);
    if (typed) { unsaved(); call(form, zone, titled(zone)); }
  }
}

/** What a section is called: its title in the reader's language, else in English, else in any, else what it was. */
function titled(zone) {
  const texts = [...zone.querySelectorAll("[data-title]")].map((one) => [one.lang, one.value.trim()]).filter(([, text]) => text);
  const known = new Map(texts);
  return known.get(document.documentElement.lang) ?? known.get("en") ?? texts[0]?.[1] ?? zone.dataset.otherwise;
}

/** Calls a section by a name wherever it is spoken of. */
function call(form, zone, name) {
  const saying = (text) => text.replace("{}", () => name);
  const { to, move, steps } = form.dataset;
  zone.ariaLabel = zone.querySelector("[data-name]").textContent = name;
  zone.querySelector(".lay-head [data-grip]").ariaLabel = saying(move);
  zone.querySelector(".lay-head summary").ariaLabel = saying(steps);
  for (const button of form.querySelectorAll(`[value^="to:${CSS.escape(zone.dataset.key)}|"]`)) button.lastChild.textContent = saying(to);
}
