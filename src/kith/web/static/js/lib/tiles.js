// Pictures of a tile server, where the company named one; nothing is asked of anybody otherwise.

const SIDE = 256;

/** What paints tiles of a template such as https://tiles.example/{z}/{x}/{y}.png, or null without one. */
export function tiles(template, arrived) {
  if (!template) return null;
  const known = new Map();
  const tile = (z, x, y) => {
    const url = template.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    if (!known.has(url)) {
      if (known.size > 400) known.clear();
      const image = new Image();
      image.addEventListener("load", arrived);
      image.src = url;
      known.set(url, image);
    }
    return known.get(url);
  };
  return {
    paint(pen, view) {
      const size = Math.min(view.width, view.height) * view.zoom;
      const z = Math.max(0, Math.min(18, Math.round(Math.log2(size / SIDE))));
      const count = 2 ** z;
      const side = size / count;
      const [left, top] = [view.x * size - view.width / 2, view.y * size - view.height / 2];
      for (let x = Math.max(0, Math.floor(left / side)); x < Math.min(count, (left + view.width) / side); x += 1) {
        for (let y = Math.max(0, Math.floor(top / side)); y < Math.min(count, (top + view.height) / side); y += 1) {
          const image = tile(z, x, y);
          if (image.complete && image.naturalWidth) pen.drawImage(image, x * side - left, y * side - top, side + 0.5, side + 0.5);
        }
      }
    },
  };
}
