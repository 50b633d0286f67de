// Which pages there are and who gets which: one table, from which navigation, guards and first pages follow. It only
// spares people pages they cannot use; the server alone decides what a session may do.
import { type Role, roles } from '../../shared/contract/access.ts';

interface PageRow {
  path: string;
  label: string;
  roles: readonly Role[];
  /** Pages of setting up stand in a menu of their own, apart from those of every day. */
  group?: 'setup';
  /** A page that no menu shows: it is reached from this one, which stays marked as the current. */
  within?: string;
}

export const pages = {
  board: {
    path: '/admin/board',
    label: 'page.board',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
  },
  counter: { path: '/admin/counter', label: 'page.counter', roles: ['officer'] },
  result: { path: '/admin/result', label: 'page.result', roles: ['officer'] },
  officers: {
    path: '/admin/officers',
    label: 'page.officers',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
  },
  alerts: {
    path: '/admin/alerts',
    label: 'page.alerts',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
  },
  comments: {
    path: '/admin/comments',
    label: 'page.comments',
    roles: ['manager', 'personnel', 'auditor'],
  },
  reports: {
    path: '/admin/reports',
    label: 'page.reports',
    roles: ['manager', 'personnel', 'auditor'],
  },
  export: {
    path: '/admin/export',
    label: 'page.export',
    roles: ['manager', 'personnel', 'auditor'],
    within: 'reports',
  },
  paper: { path: '/admin/paper', label: 'page.paper', roles: ['personnel'] },
  guide: { path: '/admin/setup', label: 'page.guide', roles: ['administrator'], group: 'setup' },
  periods: {
    path: '/admin/periods',
    label: 'page.periods',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
  },
  sheets: {
    path: '/admin/sheets',
    label: 'page.sheets',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
    within: 'periods',
  },
  sheet: { path: '/admin/sheet', label: 'page.sheet', roles: ['officer'] },
  petitions: {
    path: '/admin/petitions',
    label: 'page.petitions',
    roles: ['administrator', 'manager', 'personnel', 'auditor', 'officer'],
  },
  figures: {
    path: '/admin/figures',
    label: 'page.figures',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
  },
  policies: {
    path: '/admin/policies',
    label: 'page.policies',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
    group: 'setup',
  },
  positions: {
    path: '/admin/positions',
    label: 'page.positions',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
    group: 'setup',
  },
  surveys: {
    path: '/admin/surveys',
    label: 'page.surveys',
    roles: ['administrator', 'manager', 'personnel', 'auditor'],
    group: 'setup',
  },
  questionnaires: {
    path: '/admin/questionnaires',
    label: 'page.questionnaires',
    roles: ['administrator', 'manager', 'auditor'],
    group: 'setup',
  },
  devices: {
    path: '/admin/devices',
    label: 'page.devices',
    roles: ['administrator', 'manager'],
    group: 'setup',
  },
  printers: {
    path: '/admin/printers',
    label: 'page.printers',
    roles: ['administrator', 'manager'],
    group: 'setup',
  },
  posters: {
    path: '/admin/posters',
    label: 'page.posters',
    roles: ['administrator', 'manager', 'personnel'],
    group: 'setup',
  },
  links: { path: '/admin/links', label: 'page.links', roles: ['administrator', 'manager'], group: 'setup' },
  languages: {
    path: '/admin/languages',
    label: 'page.languages',
    roles: ['administrator', 'manager', 'auditor'],
    group: 'setup',
  },
  backups: {
    path: '/admin/backups',
    label: 'page.backups',
    roles: ['administrator', 'auditor'],
    group: 'setup',
  },
  users: { path: '/admin/users', label: 'page.users', roles: ['administrator'], group: 'setup' },
  keys: { path: '/admin/keys', label: 'page.keys', roles: ['administrator'], group: 'setup' },
  audit: { path: '/admin/audit', label: 'page.audit', roles: ['administrator', 'auditor'], group: 'setup' },
  account: { path: '/admin/account', label: 'page.account', roles },
  webhooks: { path: '/admin/webhooks', label: 'page.webhooks', roles: ['administrator'], group: 'setup' },
} as const satisfies Record<string, PageRow>;

export type PageName = keyof typeof pages;
export const pageNames = Object.keys(pages) as PageName[];

export const mayOpen = (page: PageName, role: Role): boolean =>
  (pages[page].roles as readonly Role[]).includes(role);

export const isSetup = (page: PageName): boolean => (pages[page] as PageRow).group === 'setup';

/** The page whose link in a menu stands for this one. */
export const menuPageOf = (page: PageName): PageName =>
  pageNames.find((one) => one === (pages[page] as PageRow).within) ?? page;

export const pagesOf = (role: Role): PageName[] => pageNames.filter((page) => mayOpen(page, role));

/** The page of an address; `home` for the application's root, null for an address that is none. */
export function pageAt(path: string): PageName | 'home' | null {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '/admin') return 'home';
  return pageNames.find((page) => pages[page].path === trimmed) ?? null;
}
