// The cells of a list by row and field, whatever was swapped meanwhile.

/** The table of cells under an element. */
export const tableOf = (root) => root.querySelector("table[data-grid]");

/** The heads of its columns of fields. */
export const headsOf = (root) => [...root.querySelectorAll("table[data-grid] thead th[data-field]")];

/** Its rows of records. */
export const rowsOf = (root) => [...root.querySelectorAll("table[data-grid] tbody tr[data-row]")];

/** The number of the record of a row. */
export const idOf = (row) => row.id.replace("row-", "");

/** The cell of a field in a row. */
export function cellOf(root, row, key) {
  const head = headsOf(root).find((item) => item.dataset.field === key);
  return row && head ? row.cells[head.cellIndex] : undefined;
}

/** The head of a cell's column; none for the cell that chooses the row. */
export function headOf(root, cell) {
  return headsOf(root).find((head) => head.cellIndex === cell.cellIndex);
}

/** What takes the focus in a cell: the link of the title, which Enter opens, else the cell. */
export const focusOf = (cell) => (cell.matches(".title") && cell.querySelector("a")) || cell;

/** Puts a floating element over or under a cell, within the window. */
export function place(box, cell, under = false) {
  const at = cell.getBoundingClientRect();
  box.style.setProperty("--width", `${Math.round(at.width)}px`);
  box.style.setProperty("--height", `${Math.round(at.height)}px`);
  const { width, height } = box.getBoundingClientRect();
  const top = under ? at.bottom + 2 : at.top;
  const fits = top + height <= innerHeight - 8;
  box.style.left = `${Math.round(Math.max(8, Math.min(at.left, innerWidth - width - 8)))}px`;
  box.style.top = `${Math.round(fits ? top : Math.max(8, (under ? at.top - 2 : at.bottom) - height))}px`;
}
