/**
 * Reads CSV (RFC 4180) as rows of cells, for showing. Leaves out what is beyond `maxRows` rows and
 * `maxColumns` cells of a row, so that no result can freeze the page; `complete` says whether that
 * was all.
 */
export function readCsv(
  text: string,
  maxRows: number,
  maxColumns = 100,
): { rows: string[][]; complete: boolean } {
  const rows: string[][] = [];
  let cut = false;
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  let index = 0;
  const endCell = () => {
    if (row.length < maxColumns) row.push(cell);
    else cut = true;
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (; index < text.length && rows.length < maxRows; index += 1) {
    const char = text[index];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === ',') endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
    else if (text[index + 1] !== '\n') endRow();
  }
  if (rows.length < maxRows && (cell !== '' || row.length > 0)) endRow();
  return { rows, complete: index >= text.length && !cut };
}

/** By column: whether every cell below the head is a number or empty; rows may be longer than the head. */
export function numericColumns(rows: readonly (readonly string[])[]): boolean[] {
  const body = rows.slice(1);
  return Array.from({ length: Math.max(0, ...rows.map(({ length }) => length)) }, (_, column) =>
    body.every((row) => /^-?[\d.,]*(e-?\d+)?$/i.test(row[column] ?? '')),
  );
}

/**
 * Writes rows of cells as CSV (RFC 4180). A cell with text that a spreadsheet would take for a formula
 * begins with an apostrophe; numbers stay as they are.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
