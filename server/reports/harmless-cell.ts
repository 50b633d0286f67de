// Text in a table that a spreadsheet opens: a cell that begins like a formula is made plain text. After OWASP, CSV Injection:
// = + - @, tab and carriage return, and the full-width forms of the first four.

const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

/** The text as given, or behind an apostrophe where a spreadsheet would run it. Plain numbers stay numbers. */
export function harmlessCell(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

const formulaAfterSeparator = /([;\t\r\n]["\s]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/**
 * As harmlessCell, for a file that does not say its own separator: a program set to semicolons or tabs takes the middle of a
 * text for the start of a cell, quotes or not. A comma needs no such care where it is the file's own.
 */
export function harmlessAtAnySeparator(text: string): string {
  return harmlessCell(text).replace(formulaAfterSeparator, "$1'");
}
