// The widths of a table's columns: as wide as they need until one is changed, from then on fixed.

const NARROW = 48;
const WIDE = 1200;

/** Makes one column that wide; the others stay as they are. */
export function widen(table, head, width) {
  const columns = fixed(table);
  columns[head.cellIndex].width = Math.round(Math.max(NARROW, Math.min(WIDE, width)));
}

/** Field and width of every column. */
export function sized(table) {
  const columns = fixed(table);
  return [...table.tHead.rows[0].querySelectorAll("th[data-field]")].map((head) => [head.dataset.field, columns[head.cellIndex].width]);
}

function fixed(table) {
  const known = table.querySelector("colgroup");
  if (known) return known.children;
  const group = document.createElement("colgroup");
  const widths = [...table.tHead.rows[0].cells].map((cell) => cell.offsetWidth);
  for (const width of [...widths, ""]) {
    const column = document.createElement("col");
    if (width) column.width = width;
    group.append(column);
  }
  table.prepend(group);
  table.classList.add("table-sized");
  return group.children;
}
