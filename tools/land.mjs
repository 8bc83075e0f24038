// Outlines of land for maps, thinned by the build.

/** Outlines without what would weigh more than it shows: names, a grid finer than six kilometres, points close by. */
export function lighter(bytes) {
  const { arcs, transform: { scale, translate }, objects } = JSON.parse(bytes);
  const grid = 16;
  const near = 0.2 / (scale[0] * grid);
  const thin = (arc) => {
    let [x, y, lastX, lastY] = [0, 0, 0, 0];
    const kept = [];
    arc.forEach(([east, north], place) => {
      [x, y] = [x + east, y + north];
      const [atX, atY] = [Math.round(x / grid), Math.round(y / grid)];
      if (place && place < arc.length - 1 && Math.hypot(atX - lastX, atY - lastY) < near) return;
      kept.push([atX - lastX, atY - lastY]);
      [lastX, lastY] = [atX, atY];
    });
    return kept;
  };
  const geometries = objects.countries.geometries.map(({ type, arcs: parts }) => ({ type, arcs: parts }));
  const transform = { scale: scale.map((number) => number * grid), translate };
  return Buffer.from(JSON.stringify({ arcs: arcs.map(thin), transform, objects: { countries: { geometries } } }));
}
