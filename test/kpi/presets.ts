// The shipped presets as the tests use them.
import { loadPreset } from '../../server/kpi/policy-file.ts';
import type { GeneralAndTaskPolicy, IndicesPolicy } from '../../shared/kpi/policy-schema.ts';

export const draft = loadPreset('draft-2025') as GeneralAndTaskPolicy;
export const decree = loadPreset('decree-335-2025') as GeneralAndTaskPolicy;
export const circular = loadPreset('circular-01-2018') as IndicesPolicy;
export const presets = [draft, decree, circular];
