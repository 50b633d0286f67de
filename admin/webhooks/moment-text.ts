// A moment as it reads on this page: day, month, year, hour and minute as the server wrote them, in the centre's zone.

/** `2026-11-20T09:05:00+07:00` -> `09:05, 20/11/2026`. */
export function momentText(instant: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(instant) ?? [];
  return time === undefined ? instant : `${time}, ${day}/${month}/${year}`;
}
