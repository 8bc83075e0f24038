// A form that a passkey answers: the browser is asked for one with the options that the server gives, and what it says
// is sent in the form. Without passkeys in the browser the form stays hidden.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

export default function passkey(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const told = form.querySelector("[data-told]");
  const say = (name) => { told.textContent = name ? told.dataset[name] : ""; };

  form.addEventListener("submit", async (event) => {
    if (form.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.reportValidity() || form.dataset.asking) return;
    form.dataset.asking = "1";
    say("");
    try {
      form.credential.value = JSON.stringify(answer(await ceremony(await options(form))));
      form.requestSubmit();
    } catch (error) {
      say(error.name === "InvalidStateError" ? "known" : error instanceof TypeError ? "broken" : "refused");
    } finally {
      delete form.dataset.asking;
    }
  }, true);
  addEventListener("pageshow", () => { form.credential.value = ""; });
}

/** Asks the server for the challenge. */
async function options(form) {
  const sent = new FormData(form);
  const response = await fetch(form.dataset.options, { method: "POST", body: sent, headers: { Accept: "application/json" } });
  if (!response.ok) throw new TypeError(String(response.status));
  return (await response.json()).publicKey;
}

/** Makes a passkey when the options name a person, else lets one sign. */
function ceremony(given) {
  const publicKey = { ...given, challenge: bytes(given.challenge) };
  if (!given.user) {
    return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: named(given.allowCredentials) ?? [] } });
  }
  const user = { ...given.user, id: bytes(given.user.id) };
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: named(given.excludeCredentials) } });
}

/** What the browser said, as JSON after WebAuthn Level 3. */
function answer({ id, rawId, type, response }) {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports?.() ?? [];
  } else {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    if (response.userHandle) said.userHandle = text(response.userHandle);
  }
  return { id, rawId: text(rawId), type, response: said, clientExtensionResults: {} };
}
