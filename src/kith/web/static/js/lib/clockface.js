// Days and minutes as calendars write them: "2026-03-29", "2026-03-29T14:30", minutes from midnight.

export const STEP = 15;
const DAY = 24 * 60;
const two = (number) => String(number).padStart(2, "0");

/** The minutes from midnight of a moment. */
export const minutes = (moment) => Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));

/** How minutes from midnight are read. */
export const clock = (count) => `${two(Math.floor(count / 60) % 24)}:${two(count % 60)}`;

/** The day so many days later. */
export function shift(day, days) {
  const date = new Date(`${day}T00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A day and minutes from its midnight as a moment; more minutes than a day has lead into the next one. */
export const moment = (day, count) => `${shift(day, Math.floor(count / DAY))}T${clock(((count % DAY) + DAY) % DAY)}`;

/** The minutes between two moments, by the clock on the wall. */
export const between = (begin, until) => (Date.parse(`${until}Z`) - Date.parse(`${begin}Z`)) / 60_000;

/** The minutes at a height in a lane, in steps. */
export function minuteAt(lane, y, step = STEP) {
  const { top, height } = lane.getBoundingClientRect();
  return Math.max(0, Math.min(DAY - step, Math.floor(((y - top) / height) * DAY / step) * step));
}

/** Puts an element where its minutes are. */
export function put(element, begin, length, alone = true) {
  const values = { h: Math.floor(begin / 60), m: begin % 60, hs: Math.floor(length / 60), ms: length % 60 };
  if (alone) Object.assign(values, { lane: 0, lanes: 1 });
  for (const [name, value] of Object.entries(values)) element.style.setProperty(`--${name}`, value);
}
