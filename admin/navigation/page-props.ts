import type { Session } from '../../shared/contract/access.ts';

/** What every page is given. */
export interface PageProps {
  session: Session;
}
