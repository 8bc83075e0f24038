// Lines of the palette under headings: which of them fit, in which order, and how they look.

import { score } from "./fuzzy.js";

const MOST = 7;
const SVG = "http://www.w3.org/2000/svg";

/** The shelves with the lines that fit, the best first; an exact name comes before everything. */
export function fitting(shelves, typed, best) {
  const ranked = shelves.map((shelf) => {
    const items = shelf.items
      .map((item) => ({ item, points: score(typed, item.label, item.words) || (shelf.found ? 1 : 0) }))
      .filter(({ points }) => points)
      .sort((one, other) => other.points - one.points)
      .slice(0, shelf.found ? shelf.items.length : MOST);
    return { ...shelf, items: items.map(({ item }) => item), points: (items[0]?.points ?? 0) + (shelf.lift ?? 0) };
  }).filter((shelf) => shelf.items.length).sort((one, other) => other.points - one.points);
  const first = ranked[0];
  if (!first || first.points < 690 || ranked.length === 1) return ranked;
  const [top, ...rest] = first.items;
  return [{ key: "best", label: best, items: [top] }, { ...first, items: rest }, ...ranked.slice(1)]
    .filter((shelf) => shelf.items.length);
}

/** The same without the lines that lead where an earlier one leads already. */
export function single(shelves) {
  const seen = new Set();
  return shelves.map((shelf) => ({
    ...shelf,
    items: shelf.items.filter(({ href, value }) => !href || value || (!seen.has(href) && seen.add(href))),
  })).filter((shelf) => shelf.items.length);
}

/** Puts shelves into the list; every option knows its item. Returns the options. */
export function render(list, shelves, icons) {
  let number = 0;
  list.replaceChildren(...shelves.map((shelf) => {
    const group = make("div", "palette-group", { role: "group", ...(shelf.label && { "aria-label": shelf.label }) });
    if (shelf.label) group.append(make("div", "nav-label", { "aria-hidden": "true" }, shelf.label));
    group.append(...shelf.items.map((item) => option(item, `palette-o${number++}`, icons)));
    return group;
  }));
  return [...list.querySelectorAll(".option")];
}

/** A link of the side bar. */
export function entry(item, icons, current) {
  const made = make("a", "nav-item", { href: item.href, title: item.label, ...(current && { "aria-current": "page" }) });
  made.append(sign(item.icon, icons), make("span", "", {}, item.label));
  return made;
}

function option(item, id, icons) {
  const made = make("a", "option", { role: "option", id, href: item.href ?? "#", "aria-selected": "false" });
  made.item = item;
  if (item.icon) made.append(sign(item.icon, icons));
  made.append(make("span", "cut", {}, item.label));
  if (item.about) made.append(make("span", "hint cut", {}, item.about));
  if (item.keys) made.append(...item.keys.split(" ").map((key, place) => make("kbd", place ? "" : "push", {}, key)));
  return made;
}

function make(tag, css, attributes, text) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function sign(icon, icons) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}#${icon}`);
  svg.append(use);
  return svg;
}
