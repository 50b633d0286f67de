// A version of the questionnaire as it stands in the log: asked for when it is published, taken by the night.
import type { Questionnaire } from '../../shared/contract/questionnaire.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';

export const questionnaireEntry = ({
  version,
  items,
  usedFrom,
}: Questionnaire & { usedFrom: string }): OpenEntry => ({
  kind: 'questionnaire',
  v: 1,
  version,
  effective: usedFrom,
  document: { items },
});
