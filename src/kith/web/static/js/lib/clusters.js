// Places that would stand on one another become one disc.

const APART = 44;

/** Where a point of the square is on the canvas. */
export function project(view, { x, y }) {
  const size = Math.min(view.width, view.height) * view.zoom;
  return [(x - view.x) * size + view.width / 2, (y - view.y) * size + view.height / 2];
}

/** The discs of a view: where, how large, and the places in each. */
export function cluster(places, view) {
  const size = Math.min(view.width, view.height) * view.zoom;
  const cells = new Map();
  for (const one of places) {
    const [px, py] = project(view, one);
    if (px < -APART || py < -APART || px > view.width + APART || py > view.height + APART) continue;
    const key = `${Math.floor((one.x * size) / APART)}:${Math.floor((one.y * size) / APART)}`;
    const cell = cells.get(key);
    if (cell) {
      cell.places.push(one);
      cell.x += px;
      cell.y += py;
    } else cells.set(key, { places: [one], x: px, y: py });
  }
  const discs = [...cells.values()].map(({ places: found, x, y }) => ({
    places: found, px: x / found.length, py: y / found.length,
    r: found.length === 1 ? 6 : Math.min(22, 10 + Math.log2(found.length) * 1.6),
  }));
  return merged(discs.sort((a, b) => b.places.length - a.places.length));
}

/** The town that most of a disc's places are in, if one is. */
export function town({ places }) {
  const counts = new Map();
  for (const one of places) counts.set(one.town, (counts.get(one.town) ?? 0) + 1);
  const [name, count] = [...counts].sort((a, b) => b[1] - a[1])[0];
  return count * 2 > places.length ? name : "";
}

/** Discs of neighbouring cells that still touch. */
function merged(discs) {
  const kept = [];
  for (const disc of discs) {
    const near = kept.length < 400 && kept.find((one) => Math.hypot(one.px - disc.px, one.py - disc.py) < one.r + disc.r);
    if (!near) {
      kept.push(disc);
      continue;
    }
    near.places = near.places.concat(disc.places);
    near.r = Math.min(22, 10 + Math.log2(near.places.length) * 1.6);
  }
  return kept;
}
