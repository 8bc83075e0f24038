// A map of places on outlines of land: drag, wheel, pinch and keys move it; places that stand close together are one
// disc with their number. The list beside it says the same in words.

import { cluster } from "../lib/clusters.js";
import { decode, mercator } from "../lib/outlines.js";
import { tiles } from "../lib/tiles.js";
import gestures from "../lib/gestures.js";
import { paint } from "../lib/mapcanvas.js";

const DEEP = 2 ** 15;

export default async function map(root) {
  const canvas = root.querySelector("canvas");
  const card = root.querySelector("[data-card]");
  const view = { x: 0.5, y: 0.4, zoom: 1, width: 0, height: 0 };
  const state = { route: "route" in root.dataset, land: null, places: [], discs: [], lit: null, near: near(root), tiles: tiles(root.dataset.tiles, () => later()) };
  let frame = 0;

  const draw = () => {
    frame = 0;
    state.discs = cluster(state.places, view);
    paint(canvas, view, state);
  };
  const later = () => { frame ||= requestAnimationFrame(draw); };
  new ResizeObserver(() => {
    Object.assign(view, { width: canvas.clientWidth, height: canvas.clientHeight });
    canvas.width = view.width * devicePixelRatio;
    canvas.height = view.height * devicePixelRatio;
    later();
  }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);

  gestures(canvas, view, { changed: () => { hide(); later(); }, pressed, deepest: DEEP });
  for (const button of root.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => { zoom(view, Number(button.dataset.zoom)); hide(); later(); });
  }
  root.querySelector("[data-fit]")?.addEventListener("click", () => { fit(view, state); hide(); later(); });
  for (const row of root.querySelectorAll("[data-at]")) {
    const [lat, lon] = row.dataset.at.split(",").map(Number);
    const light = (on) => { state.lit = on ? mercator(lat, lon) : null; later(); };
    for (const [name, on] of [["pointerenter", true], ["focusin", true], ["pointerleave", false], ["focusout", false]]) {
      row.addEventListener(name, () => light(on));
    }
  }

  function hide() { card.hidden = true; }
  function pressed(x, y) {
    const disc = state.discs.find((one) => Math.hypot(one.px - x, one.py - y) <= one.r + 6);
    if (!disc) return hide();
    const same = disc.places.every((one) => one.x === disc.places[0].x && one.y === disc.places[0].y);
    if (!same && view.zoom < DEEP) {
      fit(view, { places: disc.places });
      return later();
    }
    card.replaceChildren(...disc.places.slice(0, 8).map((one) => {
      const link = document.createElement("a");
      link.href = `${root.dataset.records}${one.id}/`;
      link.textContent = one.name || `${root.dataset.label} ${one.id}`;
      return link;
    }));
    if (disc.places.length > 8) card.append(`+${disc.places.length - 8}`);
    card.hidden = false;
    card.style.left = `${Math.max(8, Math.min(x, view.width - card.offsetWidth - 8))}px`;
    card.style.top = `${Math.max(8, y + 14 + card.offsetHeight > view.height ? y - 14 - card.offsetHeight : y + 14)}px`;
    return card.querySelector("a").focus({ preventScroll: true });
  }

  if (root.dataset.land && !state.tiles) fetched(root.dataset.land).then((land) => { state.land = land && decode(land); later(); });
  const found = await fetched(root.dataset.places);
  if (!found) return;
  state.places = found.places.map(([id, lat, lon, rough, town, name]) => ({ id, rough, town: found.towns[town], name, ...mercator(lat, lon) }));
  fit(view, state);
  later();
  root.dataset.ready = "";
}

async function fetched(url) {
  const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** The point around which one looks, with its circle. */
function near(root) {
  if (!root.dataset.near) return null;
  const [lat, lon, km] = root.dataset.near.split(",").map(Number);
  const middle = mercator(lat, lon);
  return { ...middle, r: mercator(Math.max(-84, lat - km / 111.195), lon).y - middle.y };
}

function zoom(view, by) {
  view.zoom = Math.max(1, Math.min(DEEP, view.zoom * by));
}

/** Shows all places, or the circle around which one looks. */
function fit(view, { places, near: circle }) {
  const xs = circle ? [circle.x - circle.r, circle.x + circle.r] : places.map((one) => one.x);
  const ys = circle ? [circle.y - circle.r, circle.y + circle.r] : places.map((one) => one.y);
  if (!xs.length) return;
  const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  const [top, bottom] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  const size = Math.min(view.width, view.height) || 400;
  const room = Math.min(view.width / (right - left + 1e-5), view.height / (bottom - top + 1e-5)) * 0.82;
  Object.assign(view, { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(1, Math.min(DEEP / 8, room / size)) });
}
