// Ways off a page that are no links of it.

import { csrf } from "./server.js";

/** Opens an address in a tab of its own. */
export function openBeside(address) {
  globalThis.open(address, "_blank", "noopener");
}

/** Posts a habit as a form would, so that the page comes back as it is then. */
export function send({ href, value }) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: href });
  for (const [name, text] of Object.entries({ csrfmiddlewaretoken: csrf(), ...value })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: text }));
  }
  document.body.append(form);
  form.submit();
}
