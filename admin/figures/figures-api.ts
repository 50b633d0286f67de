// Calls of the figures page.
import '../http/zod-setup.ts';
import { z } from 'zod';
import type { MonthFiguresBody } from '../../shared/contract/kpi.ts';
import {
  type FiguresAnswer,
  figuresAnswerSchema,
  figuresListSchema,
  kpiPolicySchema,
  positionListSchema,
} from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';

export type FiguresRow = z.infer<typeof figuresListSchema>['figures'][number];

export const listFigures = async (period: string): Promise<FiguresRow[]> =>
  (await request(figuresListSchema, 'GET', `/api/kpi/figures?${new URLSearchParams({ period })}`)).figures;

export const enterFigures = (body: MonthFiguresBody, reason: string): Promise<FiguresAnswer> =>
  request(figuresAnswerSchema, 'POST', '/api/kpi/figures', { body: { rows: [body], reason } });

const types: Record<string, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The type of an import by the file's name; undefined where it is neither CSV nor XLSX. */
export const typeOfFile = (name: string): string | undefined => types[name.split('.').at(-1)!.toLowerCase()];

export function importFigures(
  file: File,
  type: string,
  options: { month: string; source: string; reason: string },
): Promise<FiguresAnswer> {
  const asked = new URLSearchParams(Object.entries(options).filter(([, value]) => value !== ''));
  return request(figuresAnswerSchema, 'POST', `/api/kpi/figures/import?${asked}`, {
    file: new Blob([file], { type }),
  });
}

const bilingual = z.object({ vi: z.string(), en: z.string() });
const documentSchema = z.object({
  general: z.object({ max: z.string() }).optional(),
  defaultPosition: z.string().optional(),
  positions: z
    .array(
      z.object({
        id: z.string(),
        parts: z.array(z.object({ criteria: z.array(z.object({ figure: z.string(), label: bilingual })) })),
      }),
    )
    .optional(),
  indices: z.array(z.object({ id: z.string(), label: bilingual })).optional(),
});

export interface FigureKind {
  name: string;
  label: { vi: string; en: string } | null;
  isIndex: boolean;
  /** Only positions other than the policy's default have a place for it. */
  isOther: boolean;
}

export interface FigureKinds {
  kinds: FigureKind[];
  /** Points of the general criteria under the policy in force; empty where it has none. */
  generalOf: string;
}

const usual: FigureKinds = {
  kinds: ['quantity', 'quality', 'progress'].map((name) => ({
    name,
    label: null,
    isIndex: false,
    isOther: false,
  })),
  generalOf: '',
};

/** Figures that the policy in force has a place for; the usual three where none is in force. */
export async function readFigureKinds(): Promise<FigureKinds> {
  const { policy } = await request(positionListSchema, 'GET', '/api/kpi/positions');
  if (policy === null) return usual;
  const { document } = await request(kpiPolicySchema, 'GET', `/api/kpi/policies/${policy.number}`);
  const { general, defaultPosition, positions = [], indices = [] } = documentSchema.parse(document);
  const kinds = new Map<string, FigureKind>();
  const first = (id: string) => (id === defaultPosition ? 0 : 1);
  for (const { id, parts } of [...positions].sort((a, b) => first(a.id) - first(b.id))) {
    for (const { figure, label } of parts.flatMap(({ criteria }) => criteria)) {
      if (figure === 'satisfaction' || kinds.has(figure)) continue;
      kinds.set(figure, { name: figure, label, isIndex: false, isOther: id !== defaultPosition });
    }
  }
  for (const { id, label } of indices) kinds.set(id, { name: id, label, isIndex: true, isOther: false });
  return { kinds: [...kinds.values()], generalOf: general?.max ?? '' };
}
