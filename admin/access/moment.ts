// Moments as the server writes them, with the offset of the centre's zone: shown as they read there, wherever the browser is.

/** `14/10/2026 09:05` of `2026-10-14T09:05:31+07:00`. */
export function momentText(iso: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return year === undefined ? iso : `${day}/${month}/${year} ${time}`;
}

/** The offset of the centre's zone in a moment, such as `+07:00`. */
export const offsetOf = (iso: string): string => /(?:Z|[+-]\d\d:\d\d)$/.exec(iso)?.[0] ?? 'Z';
