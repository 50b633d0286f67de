// Text that is safe inside an HTML document. Every value put into a template is escaped for both element content and
// quoted attributes; only what another template returned, or `trusted`, goes in as it is.

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | null | false | readonly (Markup | string)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for element content and for attributes in either kind of quotes; drops what HTML cannot hold (U+0000). */
export const escapeHtml = (text: string): string =>
  text.replaceAll('\u0000', '').replace(/[&<>"']/g, (character) => entities[character]!);

const put = (value: Value): string => {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(put).join('');
  return escapeHtml(String(value));
};

/**
 * Tagged template. Line breaks of the template with the indentation after them vanish, so that sources stay readable
 * and pages small; those inside values stay.
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  let text = '';
  parts.forEach((part, index) => {
    text += part.replace(/\n\s*/g, '');
    if (index < values.length) text += put(values[index]!);
  });
  return new Markup(text);
}

/** For constants of the source alone, never for anything that came from outside. */
export const trusted = (text: string): Markup => new Markup(text);
