// A find field above tables: what does not hold the words typed is put out of sight, and nothing typed below is lost.

export default function sieve(head) {
  const input = head.querySelector('[type="search"]');
  const place = document.getElementById(head.dataset.for);
  const nothing = place.parentElement.querySelector("[data-nothing]");
  const folded = new Map([...place.querySelectorAll("details")].map((group) => [group, group.open]));

  function text(line) {
    const typed = [...line.querySelectorAll("input:not([type=hidden])")].map((one) => `${one.value} ${one.placeholder}`);
    return `${line.textContent} ${typed.join(" ")}`.toLowerCase();
  }

  function narrow() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [group, open] of folded) {
      let left = 0;
      for (const line of group.querySelectorAll("tbody > tr")) {
        const said = text(line);
        line.hidden = !words.every((word) => said.includes(word));
        left += line.hidden ? 0 : 1;
      }
      group.hidden = !left;
      group.open = words.length > 0 || open;
      found += left;
    }
    nothing.hidden = found > 0;
  }

  input.addEventListener("input", narrow);
  // Enter would save the form around it.
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
