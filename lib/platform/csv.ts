/**
 * What a spreadsheet runs as a formula when it opens a CSV: texts of end users and models must not. A sign before a
 * plain number is none. Written with a quote mark before it, as spreadsheets do themselves; one that had such marks
 * gets one more, so that reading the file again gives the same text.
 */
const formula = /^'*(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r]\s*\S)/;
const plainNumber = /^-\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;
const marked = /^'+(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r]\s*\S)/;

/**
 * Cells as one CSV line with CRLF, safe to open in a spreadsheet; quotes where they are needed, or
 * would be where a spreadsheet cuts at semicolons or tabs: the rest of such a text would be a cell, and could be a formula.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(written).join(",")}\r\n`;
}

function written(cell: string): string {
  const safe = formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
  return safe === "" || /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it was before `csvLine` took the formula out of it. */
export function plainCell(cell: string): string {
  return marked.test(cell) ? cell.slice(1) : cell;
}

/** The delimiter that Excel's first line `sep=;` names, or null. That line is no row. */
export function namedDelimiter(text: string): string | null {
  return /^\uFEFF?"?sep=([^\r\n"])"?(?:\r\n|\n|\r)/i.exec(text)?.[1] ?? null;
}
