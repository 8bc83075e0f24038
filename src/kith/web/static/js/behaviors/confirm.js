// Asks before what cannot be taken lightly, in our own words instead of the browser's.

export function confirming() {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;

  const ask = (question, verb) => new Promise((resolve) => {
    dialog.querySelector("[data-question]").textContent = question;
    const yes = dialog.querySelector("[value=yes]");
    yes.textContent = verb || yes.dataset.text;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  document.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const { ctx, issueRequest, dropRequest } = event.detail;
    ask(ctx.confirm, ctx.sourceElement.dataset.verb).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed || event.target.matches("[hx-confirm]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, event.submitter?.dataset.verb).then((yes) => {
      if (!yes) return;
      event.target.dataset.confirmed = "1";
      event.target.requestSubmit(event.submitter);
      delete event.target.dataset.confirmed;
    });
  }, true);
}
