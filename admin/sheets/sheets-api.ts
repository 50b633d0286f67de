// Calls of the sheet pages.
import '../http/zod-setup.ts';
import type { z } from 'zod';
import { sheetAnswerSchema } from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';
import type { Sheet } from '../kpi/kpi-types.ts';
import { readPreview } from '../periods/periods-api.ts';

type SheetAnswer = z.infer<typeof sheetAnswerSchema>;

export interface OfficerSheets {
  /** Final versions, oldest first. */
  versions: SheetAnswer['versions'];
  petitionUntil: string | null;
  /** What a close would give now, for those who may see it; only asked for where no version is final. */
  preview: Sheet | null;
}

export async function readSheets(officer: string, period: string, isOwn: boolean): Promise<OfficerSheets> {
  const path = `/api/kpi/officers/${encodeURIComponent(officer)}/sheets?${new URLSearchParams({ period })}`;
  const { versions, petitionUntil } = await request(sheetAnswerSchema, 'GET', path);
  if (versions.length > 0 || isOwn) return { versions, petitionUntil, preview: null };
  const { sheets } = await readPreview(period);
  return { versions, petitionUntil, preview: sheets.find((sheet) => sheet.officer === officer) ?? null };
}
