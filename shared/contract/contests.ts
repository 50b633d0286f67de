// POST /api/contests: whoever holds an invitation says that somebody else has rated with it.
import { z } from 'zod';
import { tokenSchema } from './common.ts';

export const contestRequestSchema = z
  .strictObject({ invitation: tokenSchema })
  .meta({ id: 'ContestRequest' });
export const contestAnswerSchema = z.object({ recorded: z.literal(true) }).meta({ id: 'ContestAnswer' });
export type ContestAnswer = z.infer<typeof contestAnswerSchema>;
