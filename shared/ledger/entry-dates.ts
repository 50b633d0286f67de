// Days, weeks and months as entries write them: the schemas, and the same question asked of a text alone. A log names few
// different days very often, so answers are remembered.
import { z } from 'zod';

export const day = z.iso.date();
export const week = z.string().regex(/^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/, 'needs a week such as 2026-W42');
export const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'needs a month such as 2026-10');
const rest = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-rest$/, 'needs the rest of a month such as 2026-10-rest');
/** A day, a week, a month, or what is left of a month (`2026-10-rest`), which no figure counts. */
export const responseWhen = z.union([day, week, month, rest]);

const rememberedMax = 10_000;

function remembering(schema: z.ZodType): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let fits = known.get(text);
    if (fits === undefined) {
      fits = schema.safeParse(text).success;
      if (known.size >= rememberedMax) known.clear();
      known.set(text, fits);
    }
    return fits;
  };
}

export const isDay = remembering(day);
export const isMonth = remembering(month);
export const isResponseWhen = remembering(responseWhen);
