// Names beside the codes of officers, for those who may read the roster. Without them the code stands alone.
import '../http/zod-setup.ts';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { z } from 'zod';
import type { Role } from '../../shared/contract/access.ts';
import { ApiError, request } from '../http/request.ts';

/** Of the officers' list, which auditors may read where they may not read the roster. */
const namesSchema = z.object({ officers: z.array(z.object({ officer: z.string(), name: z.string() })) });
const rosterSchema = z.object({
  officers: z.array(z.object({ code: z.string(), name: z.string() })),
  counters: z.array(z.object({ code: z.string(), name: z.string() })),
});

export const roster = signal<z.infer<typeof rosterSchema>>({ officers: [], counters: [] });

async function readRoster(role: Role): Promise<void> {
  try {
    if (role === 'auditor') {
      const { officers } = await request(namesSchema, 'GET', '/api/indicators');
      roster.value = {
        officers: officers.map(({ officer, name }) => ({ code: officer, name })),
        counters: [],
      };
    } else roster.value = await request(rosterSchema, 'GET', '/api/roster');
  } catch (error) {
    // Codes say enough; the page's own call shows what is wrong with the server.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Reads the roster once for this session; an officer may not, and has no need to. */
export function useRoster(role: Role): void {
  useEffect(() => {
    if (role !== 'officer' && roster.value.officers.length === 0) void readRoster(role);
  }, [role]);
}

export const officerName = (code: string): string | null =>
  roster.value.officers.find((one) => one.code === code)?.name ?? null;

/** "Cán bộ 03 (CB03)", or the code alone. */
export function officerText(code: string): string {
  const name = officerName(code);
  return name === null ? code : `${name} (${code})`;
}
