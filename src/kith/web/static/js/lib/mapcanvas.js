// Paints a map in the colours of the page: land, the circle around which one looks, places, the one pointed at.

import { project, town } from "./clusters.js";

/** Paints everything anew. */
export function paint(canvas, view, { land, discs, lit, near, tiles, route, places }) {
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  pen.fillStyle = colour("water");
  pen.fillRect(0, 0, view.width, view.height);
  if (tiles) tiles.paint(pen, view);
  else if (land) ground(pen, view, land, colour);
  if (near) around(pen, view, near, colour("accent"));
  if (route) way(pen, view, places, colour("accent"));
  for (const disc of discs) dot(pen, disc, colour, style.fontFamily);
  names(pen, discs, colour, style.fontFamily);
  if (route) order(pen, view, places, colour, style.fontFamily);
  if (lit) ring(pen, project(view, lit), colour("accent"));
}

function ground(pen, view, land, colour) {
  const size = Math.min(view.width, view.height) * view.zoom;
  const [left, right] = [view.x - view.width / 2 / size, view.x + view.width / 2 / size];
  const [top, bottom] = [view.y - view.height / 2 / size, view.y + view.height / 2 / size];
  pen.beginPath();
  for (const one of land) {
    if (one.right < left || one.left > right || one.bottom < top || one.top > bottom) continue;
    let last = null;
    for (const [x, y] of one.points) {
      // An outline that passes the date line is broken there.
      if (last !== null && Math.abs(x - last) > 0.5) pen.moveTo((x - left) * size, (y - top) * size);
      else pen[last === null ? "moveTo" : "lineTo"]((x - left) * size, (y - top) * size);
      last = x;
    }
    pen.closePath();
  }
  pen.fillStyle = colour("land");
  pen.fill("evenodd");
  pen.strokeStyle = colour("border");
  pen.lineWidth = 0.8;
  pen.lineJoin = "round";
  pen.stroke();
}

/** The way from place to place in their order. */
function way(pen, view, places, accent) {
  pen.beginPath();
  for (const [number, one] of places.entries()) pen[number ? "lineTo" : "moveTo"](...project(view, one));
  pen.strokeStyle = accent;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 2.5;
  pen.stroke();
  pen.globalAlpha = 1;
}

/** The number of each place in that order; of several at one place the first. */
function order(pen, view, places, colour, font) {
  for (const one of [...places].reverse()) {
    const [x, y] = project(view, one);
    pen.beginPath();
    pen.arc(x, y, 11, 0, 7);
    pen.fillStyle = colour("accent");
    pen.fill();
    pen.strokeStyle = colour("paper");
    pen.lineWidth = 2;
    pen.stroke();
    pen.fillStyle = colour("on-accent");
    pen.font = `600 12px ${font}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(one.name.split(".")[0], x, y + 0.5);
  }
}

function around(pen, view, near, accent) {
  const [x, y] = project(view, near);
  const r = near.r * Math.min(view.width, view.height) * view.zoom;
  pen.beginPath();
  pen.arc(x, y, r, 0, 7);
  pen.globalAlpha = 0.07;
  pen.fillStyle = accent;
  pen.fill();
  pen.globalAlpha = 0.5;
  pen.strokeStyle = accent;
  pen.lineWidth = 1;
  pen.stroke();
  pen.globalAlpha = 1;
  pen.beginPath();
  for (const [dx, dy] of [[-7, 0], [0, -7]]) {
    pen.moveTo(x + dx, y + dy);
    pen.lineTo(x - dx, y - dy);
  }
  pen.lineWidth = 1.5;
  pen.stroke();
}

/** One place is a dot, hollow when only its town is known; several are a disc with their number. */
function dot(pen, { px, py, r, places }, colour, font) {
  const rough = places.every((one) => one.rough);
  pen.beginPath();
  pen.arc(px, py, r, 0, 7);
  pen.fillStyle = colour(places.length > 1 || !rough ? "accent" : "paper");
  pen.fill();
  pen.strokeStyle = colour(places.length > 1 || !rough ? "paper" : "accent");
  pen.lineWidth = 2;
  pen.stroke();
  if (places.length === 1) return;
  pen.fillStyle = colour("on-accent");
  pen.font = `600 ${places.length > 999 ? 10 : 12}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(String(places.length), px, py + 0.5);
}

/** Towns by name under their discs, the fullest first, as far as nothing is written over. */
function names(pen, discs, colour, font) {
  const written = [];
  pen.font = `12px ${font}`;
  pen.textAlign = "center";
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  for (const disc of discs.slice(0, 300)) {
    const name = town(disc);
    const [x, y, half] = [disc.px, disc.py + disc.r + 10, name ? pen.measureText(name).width / 2 + 4 : 0];
    const taken = ([left, right, line]) => Math.abs(line - y) < 15 && x - half < right && x + half > left;
    const covered = discs.some((one) => one !== disc && Math.hypot(one.px - x, one.py - y) < one.r + 8);
    if (!name || covered || written.some(taken) || written.some((one) => one[3] === name)) continue;
    written.push([x - half, x + half, y, name]);
    pen.strokeStyle = colour("land");
    pen.strokeText(name, x, y);
    pen.fillStyle = colour("ink-2");
    pen.fillText(name, x, y);
  }
}

function ring(pen, [x, y], accent) {
  pen.beginPath();
  pen.arc(x, y, 14, 0, 7);
  pen.strokeStyle = accent;
  pen.lineWidth = 2.5;
  pen.stroke();
}
