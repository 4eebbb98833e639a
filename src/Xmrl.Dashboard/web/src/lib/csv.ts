export type Cell = string | number | boolean | undefined;

export interface CsvTable {
  headers: string[];
  rows: Cell[][];
}

/** Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers. */
function field(cell: Cell): string {
  if (cell === undefined || (typeof cell === "number" && !Number.isFinite(cell))) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Comma-separated values as RFC 4180 describes; a missing number is an empty field. */
export function toCsv({ headers, rows }: CsvTable): string {
  return [headers, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

export function fileName(title: string): string {
  const plain = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `${plain.slice(0, 60) || "data"}.csv`;
}

/** Hands a table to the browser as a file; nothing is sent anywhere. */
export function download(title: string, table: CsvTable): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", toCsv(table)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(title);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
