// Outlines of land as TopoJSON has them, unrolled once into rings on a Mercator square with sides of one.

const EDGE = 85;

/** Where a place is on the square: 0 is west and north. */
export function mercator(lat, lon) {
  const angle = (Math.max(-EDGE, Math.min(EDGE, lat)) * Math.PI) / 180;
  return { x: (lon + 180) / 360, y: (1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2 };
}

/** The rings of every country: flat lists of x and y, each with its box. */
export function decode({ arcs, transform: { scale, translate }, objects }) {
  const lines = arcs.map((arc) => {
    let [lon, lat] = [0, 0];
    return arc.map(([east, north]) => {
      lon += east;
      lat += north;
      const { x, y } = mercator(lat * scale[1] + translate[1], lon * scale[0] + translate[0]);
      return [x, y];
    });
  });
  const rings = [];
  for (const { type, arcs: parts } of objects.countries.geometries) {
    for (const polygon of type === "Polygon" ? [parts] : parts ?? []) {
      for (const ring of polygon) rings.push(joined(ring, lines));
    }
  }
  return rings;
}

function joined(ring, lines) {
  const points = ring.flatMap((number) => {
    const line = number < 0 ? [...lines[~number]].reverse() : lines[number];
    return line.slice(0, -1);
  });
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { points, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
