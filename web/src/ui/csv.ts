type Cell = string | number | null;

const cell = (value: Cell): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value).replace(".", ",");
  // A spreadsheet takes a text that begins with one of these for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table as French spreadsheets open it: semicolons, decimal commas, and the mark that says UTF-8. */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}
