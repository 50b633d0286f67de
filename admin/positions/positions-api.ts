// Calls of the positions page.
import '../http/zod-setup.ts';
import { z } from 'zod';
import {
  type HeldPositions,
  heldPositionsSchema,
  type PositionList,
  positionListSchema,
} from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';

const words = z.object({ vi: z.string(), en: z.string() });

/** What the page shows of a template; numbers are exact text (`0.25`, `1/3`). */
const templateSchema = z.object({
  id: z.string(),
  title: words,
  leader: z.boolean(),
  parts: z.array(
    z.object({
      id: z.string(),
      share: z.string(),
      label: words,
      criteria: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['quantitative', 'qualitative', 'process']),
          figure: z.string(),
          weight: z.string(),
          required: z.boolean(),
          label: words,
        }),
      ),
    }),
  ),
});
export type Template = z.infer<typeof templateSchema>;

export type Change = PositionList['changes'][number];
export interface Positions {
  list: Omit<PositionList, 'templates'> & { templates: Template[] };
  held: HeldPositions;
}

export interface WeightsWish {
  position: string;
  officer: string | null;
  weights: { part: string; criterion: string; weight: string }[];
  effective: string;
  reason: string;
}

export async function readPositions(): Promise<Positions> {
  const [list, held] = await Promise.all([
    request(positionListSchema, 'GET', '/api/kpi/positions'),
    request(heldPositionsSchema, 'GET', '/api/kpi/positions/held'),
  ]);
  return { list: { ...list, templates: z.array(templateSchema).parse(list.templates) }, held };
}

export const changeWeights = (wish: WeightsWish): Promise<unknown> =>
  request(positionListSchema, 'POST', '/api/kpi/positions', { body: wish });
