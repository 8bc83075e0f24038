// Tells the server that a page is printed: what is on paper has left the house.

import { post } from "./server.js";

export function paper() {
  addEventListener("beforeprint", () => post("/printed/", { path: location.pathname }, () => {}, { quiet: true }));
}
