// Pages that a link opens without any session: a password to choose, and the first administrator's account.
import { pageAt } from './pages.ts';
import { path, takeLinkCode } from './router.ts';

const passwordPath = '/admin/password';
const setupPath = '/admin/setup';

export interface OpenedByLink {
  kind: 'first-administrator' | 'password';
  code: string | null;
  continueAt: string;
}

/** What the address opens, if it is one of these. The set-up's address with a code is the account step; without, a page. */
export function openedByLink(): OpenedByLink | null {
  const at = path.value.replace(/\/+$/, '');
  if (at === passwordPath) return { kind: 'password', code: takeLinkCode(), continueAt: '/admin/' };
  if (at !== setupPath) return null;
  const code = takeLinkCode();
  const isPage = pageAt(setupPath) !== null;
  if (code === null && isPage) return null;
  return { kind: 'first-administrator', code, continueAt: isPage ? setupPath : '/admin/' };
}
