// Entry of every page: htmx, what the server says, and the behaviours that elements ask for.

import "htmx.org";
import "htmx.org/dist/ext/hx-preload.js";
import { attach, define } from "./lib/attach.js";
import { device } from "./lib/device.js";
import { forgetting } from "./lib/drafts.js";
import { going } from "./lib/going.js";
import { listen } from "./lib/server.js";
import { returning } from "./lib/returning.js";
import { paper } from "./lib/paper.js";
import { tabs } from "./lib/tabs.js";
import ahead from "./behaviors/ahead.js";
import autosave from "./behaviors/autosave.js";
import builder, { opener } from "./behaviors/builder.js";
import combobox from "./behaviors/combobox.js";
import composer from "./behaviors/composer.js";
import condition from "./behaviors/condition.js";
import dialog, { opening } from "./behaviors/dialog.js";
import drop from "./behaviors/drop.js";
import enclose from "./behaviors/enclose.js";
import finder from "./behaviors/finder.js";
import instant from "./behaviors/instant.js";
import lately from "./behaviors/lately.js";
import listkeys from "./behaviors/listkeys.js";
import mention from "./behaviors/mention.js";
import menu from "./behaviors/menu.js";
import once from "./behaviors/once.js";
import picks from "./behaviors/picks.js";
import overflow from "./behaviors/overflow.js";
import passkey from "./behaviors/passkey.js";
import path from "./behaviors/path.js";
import palette from "./behaviors/palette.js";
import presence from "./behaviors/presence.js";
import printing from "./behaviors/printing.js";
import reacts from "./behaviors/reacts.js";
import starred from "./behaviors/starred.js";
import selection from "./behaviors/selection.js";
import trail, { trailing } from "./behaviors/trail.js";
import { confirming } from "./behaviors/confirm.js";
import { shortcuts } from "./behaviors/shortcuts.js";
import { toasts } from "./behaviors/toast.js";

document.documentElement.classList.add("js");

for (const [name, behavior] of Object.entries({
  ahead, autosave, combobox, composer, condition, dialog, drop, enclose, instant, lately, listkeys, mention, menu, once, overflow, palette,
  passkey, path, picks, presence, printing, reacts, selection, starred, trail,
})) {
  define(name, behavior);
}
for (const [name, behavior] of Object.entries({ builder, finder, opener })) define(name, behavior);
// Dragging needs a library that only the board uses; the cells of lists are a page's own work.
define("formula", async (element, signal) => (await import("./behaviors/formula.js")).default(element, signal));
define("board", async (element, signal) => (await import("./behaviors/board.js")).default(element, signal));
define("heads", async (element, signal) => (await import("./behaviors/heads.js")).default(element, signal));
define("cards", async (element, signal) => (await import("./behaviors/board.js")).cards(element, signal));
define("quickadd", async (element, signal) => (await import("./behaviors/quickadd.js")).default(element, signal));
define("orgchart", async (element, signal) => (await import("./behaviors/orgchart.js")).default(element, signal));
define("map", async (element, signal) => (await import("./behaviors/map.js")).default(element, signal));
define("whereabouts", async (element, signal) => (await import("./behaviors/whereabouts.js")).default(element, signal));
define("nearme", async (element, signal) => (await import("./behaviors/nearme.js")).default(element, signal));
define("calendar", async (element, signal) => (await import("./behaviors/calendar.js")).default(element, signal));

define("choicelines", async (element, signal) => (await import("./behaviors/choicelines.js")).default(element, signal));
define("signing", async (element, signal) => (await import("./behaviors/signing.js")).default(element, signal));
define("ordering", async (element, signal) => (await import("./behaviors/ordering.js")).default(element, signal));
define("layout", async (element, signal) => (await import("./behaviors/layout.js")).default(element, signal));
define("names", async (element, signal) => (await import("./behaviors/names.js")).default(element, signal));
define("unfold", async (element, signal) => (await import("./behaviors/unfold.js")).default(element, signal));
define("grid", async (element, signal) => (await import("./behaviors/grid.js")).default(element, signal));

define("sieve", async (element, signal) => (await import("./behaviors/sieve.js")).default(element, signal));
define("design", async (element, signal) => (await import("./behaviors/design.js")).default(element, signal));

define("today", async (element, signal) => (await import("./behaviors/today.js")).default(element, signal));

listen();
toasts();
confirming();
opening();
shortcuts();
device();
trailing();
tabs();
going();
returning();
forgetting();
paper();
attach(document);
for (const event of ["htmx:after:swap", "htmx:after:settle"]) {
  document.addEventListener(event, () => attach(document));
}
