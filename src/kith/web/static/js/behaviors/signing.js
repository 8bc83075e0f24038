// A signature drawn with mouse, pen or finger becomes the picture that the form sends.

const LINE = 3.2;

export default function signing(form) {
  const canvas = form.querySelector("canvas");
  const input = form.querySelector('input[type="file"]');
  const pen = canvas.getContext("2d");
  let drawn = false;
  let last = null;
  Object.assign(pen, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: "#1b2a6b" });

  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [(clientX - box.left) * canvas.width / box.width, (clientY - box.top) * canvas.height / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    draw(last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const one of steps.length ? steps : [event]) draw(at(one));
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => {
    if (last) keep();
    last = null;
  });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    drawn = false;
    input.value = "";
  });

  function draw(point) {
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(point[0] + 0.01, point[1]);
    pen.stroke();
    last = point;
    drawn = true;
  }

  /** What is drawn so far is what is sent. */
  function keep() {
    canvas.toBlob((blob) => {
      if (!drawn || !blob) return;
      const files = new DataTransfer();
      files.items.add(new File([blob], "signature.png", { type: "image/png" }));
      input.files = files.files;
    }, "image/png");
  }
}
