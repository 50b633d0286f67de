// Answers of the KPI operations as the screens hold them.
import '../http/zod-setup.ts';
import type { z } from 'zod';
import type { capWarning, sheet, sheetLine } from '../../shared/contract/kpi.ts';
import type { periodPreviewSchema, periodVersionSchema } from '../../shared/contract/kpi-operations.ts';

export type Sheet = z.infer<typeof sheet>;
export type SheetLine = z.infer<typeof sheetLine>;
export type CapWarning = z.infer<typeof capWarning>;
export type PeriodPreview = z.infer<typeof periodPreviewSchema>;
export type PeriodVersion = z.infer<typeof periodVersionSchema>;
export type PeriodState = PeriodPreview['state'];
