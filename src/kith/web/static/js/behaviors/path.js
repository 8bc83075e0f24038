// The path of a record begins where the record stands, on screens that do not hold it all.

export default function path(form) {
  const current = form.querySelector("[aria-current]");
  const list = current?.closest("ol");
  if (!list) return;
  const [outer, inner] = [list.getBoundingClientRect(), current.getBoundingClientRect()];
  list.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}
