// A calendar under the hands: opens at the hour that matters, makes where one clicks or draws, moves by mouse, finger
// and Alt with the arrows. What is moved moves at once; if the server refuses, it goes back and a toast says why.

import htmx from "htmx.org";
import { post } from "../lib/server.js";
import { STEP, between, minutes, moment, put, shift } from "../lib/clockface.js";
import dragging from "../lib/dragging.js";

const IDLE = 450;
const MORNING = 7.5 * 60;
let seen = null;

export default function calendar(root, signal) {
  const timed = "timed" in root.dataset;
  open(root);
  tick(root);
  keys(root, signal);
  dragging(root, {
    moved: (entry, to, back) => send(root, entry, to, back),
    drawn: (cell, begin, until) => make(root, cell, begin, until),
  });
  root.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-day]");
    if (event.target !== cell || event.defaultPrevented) return;
    const hour = cell.matches(".lane") ? null : 9 * 60;
    if (hour !== null) make(root, cell, timed && !("whole" in cell.dataset) ? hour : null);
  });
}

/** Opens the short form with what the place says. */
function make(root, cell, begin, until) {
  const { new: href, start, end } = root.dataset;
  if (!href) return;
  const timed = "timed" in root.dataset;
  const values = { [start]: timed ? moment(cell.dataset.day, begin ?? 0) : cell.dataset.day };
  if (timed && end && begin != null) values[end] = moment(cell.dataset.day, until ?? begin + 60);
  if (cell.dataset.owner) values.owner = cell.dataset.owner;
  const address = `${href}${href.includes("?") ? "&" : "?"}${new URLSearchParams(values)}`;
  htmx.ajax("GET", address, { target: "#dialog-content", source: root, headers: { "HX-Target": "div#dialog-content" } });
}

async function send(root, entry, to, back) {
  const answer = await post(root.dataset.move, { id: entry.dataset.id, version: entry.dataset.version, stay: "1", ...to });
  if (answer?.status === 204) Object.assign(entry.dataset, to);
  else back();
}

/** Alt with the arrows moves the entry in focus, with Shift as well its end; arrows alone turn the page. */
function keys(root, signal) {
  let waiting = 0;
  root.addEventListener("keydown", (event) => {
    const entry = event.target.closest(".happening");
    if (!entry || !event.altKey || !root.dataset.move || !/^Arrow/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const { data, old } = moving(entry);
    const lane = entry.closest(".lane");
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: lane ? 0 : -7, ArrowDown: lane ? 0 : 7 }[event.key];
    const by = lane && !days ? (event.key === "ArrowUp" ? -STEP : STEP) : 0;
    change(data, days, by, event.shiftKey && "until" in data);
    if (lane) show(root, entry, data, lane);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const to = asked(root, data, old);
      entry.moving = null;
      if (to) send(root, entry, to, () => location.reload());
    }, IDLE);
  });
  const turn = (event) => {
    const name = { ArrowLeft: "p", ArrowRight: "n" }[event.key];
    if (!name || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return undefined;
    if (event.target.closest("input, textarea, select, [role=menu], [popover], dialog, .tabs")) return undefined;
    return document.querySelector(`.calendar-head [data-key="${name}"]`)?.click();
  };
  document.addEventListener("keydown", turn, { signal });
}

function moving(entry) {
  const { begin, until } = entry.dataset;
  entry.moving ??= { data: until ? { begin, until } : { begin }, old: { begin, until } };
  return entry.moving;
}

function change(data, days, by, end) {
  const later = (text, stop) => moment(shift(text.slice(0, 10), stop && end ? 0 : days), minutes(text) + by);
  if (!end) data.begin = later(data.begin);
  if (data.until && (!end || between(data.begin, data.until) + by >= STEP)) data.until = later(data.until, true);
}

function show(root, entry, data, lane) {
  put(entry, minutes(data.begin), Math.max(data.until ? between(data.begin, data.until) : 30, STEP));
  const owner = lane.dataset.owner ? `[data-owner="${lane.dataset.owner}"]` : "";
  const to = root.querySelector(`.lane[data-day="${data.begin.slice(0, 10)}"]${owner}`);
  if (!to || to === lane) return;
  to.append(entry);
  entry.focus();
}

/** What the server is asked for; nothing when nothing changed. */
function asked(root, { begin, until }, old) {
  if (begin === old.begin && until === old.until) return null;
  const to = { begin: "timed" in root.dataset ? begin : begin.slice(0, 10) };
  if (begin === old.begin) to.until = until;
  return to;
}

/** Brings the present hour into view, else the morning; from week to week the hours stay where they were. */
function open(root) {
  const hours = root.querySelector(".hours");
  const here = [...root.querySelectorAll("[data-here]")].find((item) => item.offsetParent);
  if (!hours) return here && matchMedia("(width <= 40rem)").matches && here.scrollIntoView({ block: "start" });
  const lane = [...hours.querySelectorAll(".lane")].find((item) => item.offsetParent);
  if (!lane) return undefined;
  const inner = getComputedStyle(hours).overflowY !== "visible" && hours.scrollHeight > hours.clientHeight;
  const now = here ? Number(here.dataset.hour) * 60 + Number(here.dataset.minute) - 90 : MORNING;
  const y = ((seen ?? Math.max(0, now)) / 1440) * lane.offsetHeight;
  if (inner) hours.scrollTop = y;
  else if (now > 0) scrollTo(0, lane.getBoundingClientRect().top + scrollY + y - 160);
  hours.addEventListener("scroll", () => { if (inner) seen = (hours.scrollTop / lane.offsetHeight) * 1440; }, { passive: true });
  return undefined;
}

/** Moves the line of the present minute on. */
function tick(root) {
  const began = Date.now();
  const line = root.querySelector(".now");
  const first = line && Number(line.dataset.hour) * 60 + Number(line.dataset.minute);
  const timer = line && setInterval(() => {
    if (line.isConnected) put(line, Math.min(1439, first + Math.floor((Date.now() - began) / 60_000)), 0, false);
    else clearInterval(timer);
  }, 60_000);
}
