// /api/kpi/feed and what is made of it: closed periods for other systems (JSON, CSV, XLSX), sheets and summary on paper (PDF),
// the list by level. Everything is read from final versions as they were hashed; nothing is computed anew but the list.
// An officer gets the own sheet and nothing of others.
import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import {
  type FeedList,
  type FeedPage,
  feedCsvQuerySchema,
  feedListQuerySchema,
  feedPageQuerySchema,
  feedVersionQuerySchema,
  type LevelListAnswer,
} from '../../shared/contract/kpi-feed.ts';
import { levelList, surenessOf } from '../../shared/kpi/level-list.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { Context } from '../context.ts';
import { versionOf } from '../kpi/final-announcements.ts';
import { Refusal } from '../refusal.ts';
import { kpiCsv, kpiLinesCsv } from '../reports/kpi-csv.ts';
import { periodText } from '../reports/kpi-words.ts';
import { kpiXlsx } from '../reports/kpi-xlsx.ts';
import type { LevelListReport } from '../reports/level-list-report.ts';
import { allowed } from './allowed.ts';
import { queryOf } from './request.ts';

const types = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

// The library that sets papers is loaded with the first of them: it costs every start a tenth of a second and 20 MB.
const sheetPaper = () => import('../reports/sheet-pdf.ts');
const summaryPaper = () => import('../reports/summary-pdf.ts');
const levelReports = () => import('../reports/level-list-report.ts');

interface Closed {
  versions: FeedPeriod[];
  closed: FeedPeriod;
}

export function kpiFeedRoutes(context: Context): Router {
  const router = Router();
  const { periods, stores, audit, centre } = context;
  const officerName = (code: string): string | undefined => stores.roster.officer(code)?.name;

  /** The version asked for, the last final one where none is. Refuses with not-found. */
  const closedOf = (wish: { period: string; version?: number | undefined }): Closed => {
    const versions = periods.finalVersions(wish.period);
    const closed =
      wish.version === undefined ? versions.at(-1) : versions.find(({ version }) => version === wish.version);
    if (closed === undefined) {
      throw new Refusal(
        'not-found',
        versions.length === 0
          ? `${wish.period} is not closed, or the night has not put its close into the ledger yet`
          : `${wish.period} has no version ${wish.version}`,
      );
    }
    return { versions, closed };
  };
  const computedFrom = ({ period, version }: FeedPeriod): { policy: Policy; figures: OfficerFigures[] } => {
    const found = periods.finalFigures(period, version);
    if (found === undefined) throw new Error(`final version ${version} of ${period} has no figures`);
    return found;
  };
  const levelReport = (closed: FeedPeriod): LevelListReport => {
    const { policy, figures } = computedFrom(closed);
    return { centre, closed, policy, officerName, list: levelList(figures, policy, !closed.provisional) };
  };

  /** 200 or 304; without `period` which periods there are, with it one version's sheets. 404, 422. */
  router.get('/api/kpi/feed', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/feed');
    if (request.query.period === undefined) {
      const query = queryOf(request, feedListQuerySchema);
      audit.read(actor, 'kpi.read', 'periods');
      send(request, response, 'json', Buffer.from(JSON.stringify(listOf(query))));
      return;
    }
    const query = queryOf(request, feedPageQuerySchema);
    const page = pageOf(closedOf(query), query);
    audit.read(actor, 'kpi.read', `period:${query.period}`);
    send(request, response, 'json', Buffer.from(JSON.stringify(page)));
  });

  const listOf = (query: z.infer<typeof feedListQuerySchema>): FeedList => {
    const names = periods.finalPeriods().filter((name) => query.after === undefined || name > query.after);
    const shown = names.slice(0, query.limit);
    return {
      periods: shown.map((name) => ({ period: name, versions: periods.finalVersions(name).map(summaryOf) })),
      next: names.length > query.limit ? shown.at(-1)! : null,
    };
  };

  /** 200 or 304: one row an officer, or `?rows=lines` one row a line. 404, 422. */
  router.get('/api/kpi/feed.csv', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/feed.csv');
    const query = queryOf(request, feedCsvQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `period:${query.period}`);
    const text = query.rows === 'lines' ? kpiLinesCsv(closed) : kpiCsv(closed, officerName);
    send(
      request,
      response,
      'csv',
      Buffer.from(text),
      nameOf(closed, query.rows === 'lines' ? 'kpi-chi-tiet' : 'kpi'),
    );
  });

  /** 200 or 304; 404, 422. */
  router.get('/api/kpi/feed.xlsx', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/feed.xlsx');
    const query = queryOf(request, feedVersionQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `period:${query.period}`);
    const bytes = await kpiXlsx(closed, { officerName, about: aboutOf(closed) });
    // Workbooks carry the moment of their making: what is in them has the same tag as the CSV's source.
    send(
      request,
      response,
      'xlsx',
      bytes,
      nameOf(closed, 'kpi'),
      tagOf(Buffer.from(kpiCsv(closed, officerName))),
    );
  });

  /** 200 or 304; officers their own alone. 404 (not closed, no sheet), 422. */
  router.get('/api/kpi/sheets/:officer.pdf', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/sheets/:officer.pdf');
    const { closed } = closedOf(queryOf(request, feedVersionQuerySchema));
    const { officer } = request.params;
    if (!closed.sheets.some((sheet) => sheet.officer === officer)) {
      throw new Refusal('not-found', 'this officer has no sheet in the period');
    }
    audit.read(actor, 'kpi.read', `officer:${officer}`);
    const { policy } = computedFrom(closed);
    const { sheetPdf } = await sheetPaper();
    const bytes = await sheetPdf({ centre, closed, officer, officerName: officerName(officer), policy });
    send(request, response, 'pdf', bytes, nameOf(closed, 'kpi-phieu'));
  });

  /** 200 or 304; 404, 422. */
  router.get('/api/kpi/summary.pdf', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/summary.pdf');
    const query = queryOf(request, feedVersionQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `period:${query.period}`);
    const { policy } = computedFrom(closed);
    const { summaryPdf } = await summaryPaper();
    const bytes = await summaryPdf({ centre, closed, officerName, policy });
    send(request, response, 'pdf', bytes, nameOf(closed, 'kpi-tong-hop'));
  });

  /** 200 or 304; 404, 422. */
  router.get('/api/kpi/levels', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/levels');
    const query = queryOf(request, feedVersionQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `levels:${query.period}`);
    send(request, response, 'json', Buffer.from(JSON.stringify(levelAnswer(levelReport(closed)))));
  });
  router.get('/api/kpi/levels.pdf', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/levels.pdf');
    const query = queryOf(request, feedVersionQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `levels:${query.period}`);
    const { levelListPdf } = await levelReports();
    send(request, response, 'pdf', await levelListPdf(levelReport(closed)), nameOf(closed, 'kpi-theo-muc'));
  });
  router.get('/api/kpi/levels.xlsx', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/levels.xlsx');
    const query = queryOf(request, feedVersionQuerySchema);
    const { closed } = closedOf(query);
    audit.read(actor, 'kpi.read', `levels:${query.period}`);
    const report = levelReport(closed);
    const tag = tagOf(Buffer.from(JSON.stringify(levelAnswer(report))));
    const { levelListXlsx } = await levelReports();
    send(request, response, 'xlsx', await levelListXlsx(report), nameOf(closed, 'kpi-theo-muc'), tag);
  });

  return router;
}

const summaryOf = (closed: FeedPeriod): FeedList['periods'][number]['versions'][number] => ({
  ...versionOf(closed),
  officers: closed.sheets.length,
});

function pageOf({ versions, closed }: Closed, query: z.infer<typeof feedPageQuerySchema>): FeedPage {
  // Sheets stand in officer order by code unit (unit-table.ts), so the last officer of a page says where the next begins.
  const rest = closed.sheets.filter(({ officer }) => query.after === undefined || officer > query.after);
  const sheets = rest.slice(0, query.limit);
  return {
    period: closed.period,
    ...versionOf(closed),
    versions: versions.map(summaryOf),
    sheets,
    warnings: closed.warnings,
    next: rest.length > query.limit ? sheets.at(-1)!.officer : null,
  };
}

function levelAnswer({ closed, list, officerName }: LevelListReport): LevelListAnswer {
  return {
    period: closed.period,
    version: closed.version,
    tableHash: closed.tableHash,
    policy: list.policy,
    final: list.final,
    lines: list.lines.map((line) => ({
      ...line,
      name: officerName(line.officer) ?? null,
      sureness: surenessOf(line, list.final),
      marks: (closed.sheets.find(({ officer }) => officer === line.officer)?.marks ?? []).map(
        ({ mark, source, certainty }) => ({ mark, source, certainty }),
      ),
    })),
  };
}

const aboutOf = (closed: FeedPeriod): (readonly [string, string])[] => [
  ['Kỳ đánh giá', periodText(closed.period)],
  ['Bản', String(closed.version)],
  ['Trạng thái', closed.provisional ? 'tạm tính' : 'đã chốt'],
  ['Chốt lúc', closed.closedAt],
  ['Lý do mở lại', closed.reopenReason ?? ''],
  ['Mã băm SHA-256 của bảng', closed.tableHash],
];

const nameOf = ({ period, version }: FeedPeriod, what: string): string => `${what}-${period}-ban-${version}`;

const tagOf = (bytes: Buffer): string =>
  `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** Answers with the bytes, or 304 when the reader has them. Personal data: kept by the reader alone, asked for anew each time. */
function send(
  request: Request,
  response: Response,
  type: keyof typeof types,
  bytes: Buffer,
  fileName?: string,
  tag = tagOf(bytes),
): void {
  response.set({ ETag: tag, 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' });
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) {
    response.status(304).end();
    return;
  }
  if (fileName !== undefined) {
    response.set('Content-Disposition', `attachment; filename="${fileName}.${type}"`);
  }
  response.set('Content-Type', types[type]).send(bytes);
}
