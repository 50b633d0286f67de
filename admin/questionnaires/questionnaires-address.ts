// Addresses of the parts of this page.
import { pages } from '../navigation/pages.ts';

export const overviewAddress = pages.questionnaires.path;
export const draftAddress = (id: string): string => `${overviewAddress}?draft=${encodeURIComponent(id)}`;
export const versionAddress = (version: string): string =>
  `${overviewAddress}?version=${encodeURIComponent(version)}`;
