// Entry of every page: htmx, what the server says, and the behaviours that elements ask for.

import "htmx.org";
import { attach, define } from "./lib/attach.js";
import { listen } from "./lib/server.js";
import autosave from "./behaviors/autosave.js";
import combobox from "./behaviors/combobox.js";
import composer from "./behaviors/composer.js";
import dialog, { opening } from "./behaviors/dialog.js";
import drop from "./behaviors/drop.js";
import instant from "./behaviors/instant.js";
import listkeys from "./behaviors/listkeys.js";
import menu from "./behaviors/menu.js";
import once from "./behaviors/once.js";
import picks from "./behaviors/picks.js";
import path from "./behaviors/path.js";
import palette from "./behaviors/palette.js";
import selection from "./behaviors/selection.js";
import { confirming } from "./behaviors/confirm.js";
import { shortcuts } from "./behaviors/shortcuts.js";
import { toasts } from "./behaviors/toast.js";

document.documentElement.classList.add("js");

for (const [name, behavior] of Object.entries({
  autosave, combobox, composer, dialog, drop, instant, listkeys, menu, once, palette, path, picks, selection,
})) {
  define(name, behavior);
}
// Dragging needs a library that only the board uses.
define("board", async (element) => (await import("./behaviors/board.js")).default(element));

listen();
toasts();
confirming();
opening();
shortcuts();
attach(document);
for (const event of ["htmx:after:swap", "htmx:after:settle"]) {
  document.addEventListener(event, () => attach(document));
}
