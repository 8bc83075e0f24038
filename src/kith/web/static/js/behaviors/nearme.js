// "Near me" asks the browser where one is, only when it is pressed; what it will not tell is said in a sentence.

export default function nearme(button) {
  const told = document.getElementById("near-told");
  button.hidden = false;
  button.addEventListener("click", () => {
    const say = (name) => { told.textContent = told.dataset[name]; };
    if (!navigator.geolocation) return say("absent");
    button.disabled = true;
    say("asking");
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => location.assign(button.dataset.href.replace("PLACE", `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`)),
      ({ code }) => { button.disabled = false; say(code === 1 ? "refused" : "absent"); },
      { timeout: 15_000, maximumAge: 300_000 },
    );
  });
}
