// A closed month of a sample unit for reports: many officers, one with a very long name, one transferred, one without enough
// responses, one with a mark, one with a missing figure, one whose code begins like a formula. Roles, not people.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import { unitTable, unitTableHash } from '../../shared/kpi/unit-table.ts';
import { decree } from '../kpi/presets.ts';

export const period = '2026-10';
export const policy = decree;
export const centre = { name: 'Trung tâm Phục vụ hành chính công phường Mẫu', sample: true };

const attestation = {
  by: 'Cán bộ tổng hợp',
  source: 'Hệ thống thông tin giải quyết thủ tục hành chính, báo cáo tháng 10/2026',
  at: '2026-11-03T09:00:00+07:00',
};

function figuresOf(index: number): OfficerFigures {
  const number = String(index).padStart(2, '0');
  const figures: OfficerFigures = {
    officer: index === 8 ? '=Cán bộ 08' : `CB${number}`,
    period,
    unit: 'Phường Mẫu',
    group: 'Bộ phận Một cửa',
    general: { points: String(20 + (index % 8)), of: '27.5' },
    figures: {
      quantity: { achieved: String(90 + (index % 11)), assigned: '100' },
      quality: { achieved: String(84 + (index % 17)), assigned: '103' },
      progress: { achieved: '97', assigned: '100' },
    },
    satisfaction: {
      period,
      figures: { 'share-satisfied': String(80 + (index % 21)) },
      responses: index === 3 ? 3 : 60 + index,
      interval: { low: String(70 + (index % 21)), high: String(Math.min(100, 88 + (index % 21))) },
      invited: 120,
      answered: 60 + index,
      visits: 130,
      selfReportedVisits: 4,
    },
    attestations: Object.fromEntries(
      ['general', 'quantity', 'quality', 'progress'].map((name) => [name, attestation]),
    ),
  };
  if (index === 5) figures.marks = ['reprimand-or-heavier'];
  if (index === 6) delete figures.general;
  return figures;
}

/** Figures of `count` officers. */
export const sampleFigures = (count = 12): OfficerFigures[] =>
  Array.from({ length: count }, (_, index) => figuresOf(index + 1));

/** The closed version made of them. */
export function samplePeriod(count = 12, extra: Partial<FeedPeriod> = {}): FeedPeriod {
  const table = unitTable(period, sampleFigures(count), decree);
  return {
    period,
    version: 1,
    provisional: false,
    closedAt: '2026-11-20T09:30:00+07:00',
    tableHash: unitTableHash(table),
    policy: table.policy,
    sheets: table.sheets,
    warnings: table.warnings,
    ...extra,
  };
}

export const longName =
  'Cán bộ tiếp nhận và trả kết quả lĩnh vực Tư pháp – Hộ tịch, Chứng thực kiêm nhiệm Văn phòng số hai mươi mốt';

/** Names as a roster has them; one far too long for its column. */
export const officerName = (code: string): string | undefined =>
  code === 'CB02' ? longName : code.startsWith('CB') ? `Cán bộ ${code.slice(2)}` : undefined;
