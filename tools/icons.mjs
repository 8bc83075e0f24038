// Draws the mark of Kith as PNG: devices that install Kith want pictures of fixed sizes. Knows what kith.svg is made
// of (a rounded square, strokes, dots) and measures distances, which needs no drawing library.

import { deflateSync } from "node:zlib";

/** Sizes by file name; a maskable one fills its square, for devices cut it to a shape of their own. */
export const PICTURES = [
  { name: "img/kith-192.png", size: 192 },
  { name: "img/kith-512.png", size: 512 },
  { name: "img/kith-maskable.png", size: 512, full: true, scale: 0.8 },
];

/** Returns the PNG of an SVG text at a size. */
export function drawn(svg, { size, full = false, scale = 1 }) {
  const shapes = read(svg);
  const pixels = Buffer.alloc(size * (size * 4 + 1));
  const unit = size / shapes.box;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [px, py] = [(x + 0.5) / unit, (y + 0.5) / unit];
      const middle = shapes.box / 2;
      const [mx, my] = [(px - middle) / scale + middle, (py - middle) / scale + middle];
      const paper = full ? 1 : cover(square(px, py, shapes.box, shapes.corner), unit);
      const ink = Math.max(...shapes.marks.map((mark) => cover(mark(mx, my), unit * scale)));
      const place = y * (size * 4 + 1) + 1 + x * 4;
      for (const channel of [0, 1, 2]) {
        pixels[place + channel] = Math.round(shapes.paper[channel] * (1 - ink) + shapes.ink[channel] * ink);
      }
      pixels[place + 3] = Math.round(paper * 255);
    }
  }
  return png(pixels, size);
}

function read(svg) {
  const value = (tag, name) => svg.match(new RegExp(`<${tag}[^>]* ${name}="([^"]+)"`))?.[1];
  const width = Number(value("path", "stroke-width")) / 2;
  const strokes = lines(value("path", "d")).map(([a, b]) => (x, y) => segment(x, y, a, b) - width);
  const [cx, cy, r] = ["cx", "cy", "r"].map((name) => Number(value("circle", name)));
  return {
    box: Number(value("rect", "width")), corner: Number(value("rect", "rx")),
    paper: colour(value("rect", "fill")), ink: colour(value("path", "stroke")),
    marks: [...strokes, (x, y) => Math.hypot(x - cx, y - cy) - r],
  };
}

/** The straight pieces of a path of moves, lines and verticals. */
function lines(path) {
  const found = [];
  let at = [0, 0];
  for (const [, command, rest] of path.matchAll(/([MLv])([^MLv]*)/g)) {
    const numbers = rest.match(/-?[\d.]+/g).map(Number);
    if (command === "v") found.push([at, (at = [at[0], at[1] + numbers[0]])]);
    for (let place = 0; command !== "v" && place < numbers.length; place += 2) {
      const next = [numbers[place], numbers[place + 1]];
      if (command === "L" || place) found.push([at, next]);
      at = next;
    }
  }
  return found;
}

const cover = (distance, unit) => Math.min(1, Math.max(0, 0.5 - distance * unit));

function colour(text) {
  const digits = text.length === 4 ? [...text.slice(1)].map((one) => one + one) : text.slice(1).match(/../g);
  return digits.map((one) => Number.parseInt(one, 16));
}

function square(x, y, box, corner) {
  const [dx, dy] = [x, y].map((one) => Math.abs(one - box / 2) - box / 2 + corner);
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
}

function segment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function png(pixels, size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const start = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([start, chunk("IHDR", head), chunk("IDAT", deflateSync(pixels, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([size, body, sum]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
