// How well something fits what was typed: by name, by the beginnings of its words, by initials, by other words for it.

/** Text without case and accents. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** A number, the greater the better; 0 when it does not fit. `words` are other names, parted by commas. */
export function score(typed, label, words = "") {
  const wanted = fold(typed);
  const name = fold(label);
  if (!wanted) return 1;
  if (name === wanted) return 1000;
  if (name.startsWith(wanted)) return 800 - Math.min(name.length, 99);
  const others = words.split(",").map(fold);
  if (others.includes(wanted)) return 690;
  const parts = wanted.split(/\s+/);
  const own = name.split(/[\s:,.()/-]+/).filter(Boolean);
  if (begin(parts, own)) return 600 - Math.min(name.length, 99);
  if (parts.length === 1 && wanted.length > 1 && [name, ...others].some((one) => initials(one).startsWith(wanted))) return 480;
  // Two letters in the middle of a word say something in Chinese only.
  if (name.includes(wanted) && (wanted.length > 2 || wanted > "\u2e80")) return 450;
  if (begin(parts, [...own, ...others.join(" ").split(/\s+/)])) return 300;
  return wanted.length > 2 && within(wanted.replace(/\s/g, ""), name) ? 100 : 0;
}

function initials(name) {
  return name.split(/\s+/).map((word) => word[0]).join("");
}

/** Whether every part begins a word of its own. */
function begin(parts, words) {
  const free = [...words];
  return parts.every((part) => {
    const place = free.findIndex((word) => word.startsWith(part));
    if (place < 0) return false;
    free.splice(place, 1);
    return true;
  });
}

/** Whether the letters stand in this order, the first of them at the beginning of a word. */
function within(letters, name) {
  const start = ` ${name}`.indexOf(` ${letters[0]}`);
  if (start < 0) return false;
  let place = start;
  for (const letter of letters) {
    place = name.indexOf(letter, place) + 1;
    if (!place) return false;
  }
  return true;
}
