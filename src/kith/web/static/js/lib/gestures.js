// Moving a view with mouse, wheel, one finger, two fingers and keys.

const FAR = 4;

export default function gestures(canvas, view, { changed, pressed, deepest }) {
  const down = new Map();
  let travelled = 0;

  const size = () => Math.min(view.width, view.height) * view.zoom;
  const pan = (dx, dy) => {
    view.x = Math.max(0, Math.min(1, view.x - dx / size()));
    view.y = Math.max(0, Math.min(1, view.y - dy / size()));
    changed();
  };
  const zoom = (by, px = view.width / 2, py = view.height / 2) => {
    const [x, y] = [view.x + (px - view.width / 2) / size(), view.y + (py - view.height / 2) / size()];
    view.zoom = Math.max(1, Math.min(deepest, view.zoom * by));
    view.x = x - (px - view.width / 2) / size();
    view.y = y - (py - view.height / 2) / size();
    pan(0, 0);
  };
  const spread = () => {
    const [a, b] = [...down.values()];
    return b && { gap: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (down.size === 1) travelled = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const finger = down.get(event.pointerId);
    if (!finger) return;
    const before = spread();
    const [dx, dy] = [event.offsetX - finger.x, event.offsetY - finger.y];
    Object.assign(finger, { x: event.offsetX, y: event.offsetY });
    travelled += Math.hypot(dx, dy);
    const after = spread();
    if (after) zoom(after.gap / Math.max(before.gap, 1), after.x, after.y);
    else if (travelled > FAR) pan(dx, dy);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (down.delete(event.pointerId) && !down.size && travelled <= FAR) pressed(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointercancel", (event) => down.delete(event.pointerId));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), event.offsetX, event.offsetY);
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    const by = { "+": 1.6, "=": 1.6, "-": 1 / 1.6 }[event.key];
    if (!step && !by) return;
    event.preventDefault();
    if (step) pan(...step);
    else zoom(by);
  });
}
