// The rows of a KPI table as people get them: one an officer, and one a line of a sheet. CSV and XLSX share them.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import { policyName } from '../../shared/kpi/policy.ts';

/** What reports need of a table: of a closed version, or of figures computed just now. */
export type ReportTable = Pick<FeedPeriod, 'sheets' | 'warnings'>;
type ReportSheet = FeedPeriod['sheets'][number];

export interface KpiColumn {
  name: string;
  heading: string;
  /** Holds a decimal or nothing. */
  numeric: boolean;
  width: number;
}

export const officerColumns: KpiColumn[] = [
  { name: 'officer', heading: 'Cán bộ', numeric: false, width: 18 },
  { name: 'name', heading: 'Họ và tên', numeric: false, width: 28 },
  { name: 'period', heading: 'Kỳ', numeric: false, width: 10 },
  { name: 'unit', heading: 'Đơn vị', numeric: false, width: 18 },
  { name: 'group', heading: 'Nhóm', numeric: false, width: 14 },
  { name: 'position', heading: 'Vị trí', numeric: false, width: 14 },
  { name: 'total', heading: 'Tổng điểm', numeric: true, width: 18 },
  { name: 'total_exact', heading: 'Tổng điểm (phân số)', numeric: false, width: 18 },
  { name: 'level', heading: 'Mức', numeric: false, width: 16 },
  { name: 'level_by_points', heading: 'Mức theo điểm', numeric: false, width: 16 },
  { name: 'band', heading: 'Xếp loại theo điểm', numeric: false, width: 30 },
  { name: 'marks', heading: 'Căn cứ hạ mức', numeric: false, width: 24 },
  { name: 'withheld', heading: 'Lý do chưa xếp loại', numeric: false, width: 40 },
  { name: 'policy', heading: 'Quy định áp dụng', numeric: false, width: 22 },
];

export const lineColumns: KpiColumn[] = [
  { name: 'officer', heading: 'Cán bộ', numeric: false, width: 18 },
  { name: 'period', heading: 'Kỳ', numeric: false, width: 10 },
  { name: 'line', heading: 'Mã dòng', numeric: false, width: 22 },
  { name: 'label', heading: 'Nội dung', numeric: false, width: 44 },
  { name: 'state', heading: 'Trạng thái', numeric: false, width: 12 },
  { name: 'points', heading: 'Điểm', numeric: true, width: 18 },
  { name: 'max', heading: 'Tối đa', numeric: true, width: 18 },
  { name: 'formula', heading: 'Cách tính', numeric: false, width: 60 },
  { name: 'standing', heading: 'Nguồn số liệu', numeric: false, width: 16 },
  { name: 'entered', heading: 'Người nhập, nguồn, lúc', numeric: false, width: 36 },
  { name: 'source', heading: 'Căn cứ', numeric: false, width: 60 },
  { name: 'certainty', heading: 'Độ chắc chắn của căn cứ', numeric: false, width: 14 },
];

/** Name of an officer as the roster has it. */
export type OfficerName = (code: string) => string | undefined;

/** One row an officer, in the order of officerColumns. */
function officerRow(sheet: ReportSheet, nameOf: OfficerName): string[] {
  return [
    sheet.officer,
    nameOf(sheet.officer) ?? '',
    sheet.period,
    sheet.unit ?? '',
    sheet.group ?? '',
    sheet.position ?? '',
    sheet.total ?? '',
    sheet.totalExact ?? '',
    sheet.level ?? '',
    sheet.levelByPoints ?? '',
    sheet.band?.label.vi ?? '',
    sheet.marks.map(({ label }) => label.vi).join('; '),
    sheet.withheld.map(({ text }) => text.vi).join('; '),
    policyName(sheet.policy),
  ];
}

/** One row a line of the sheet, in the order of lineColumns. */
export function lineRows(sheet: ReportSheet): string[][] {
  return sheet.lines.map((line) => [
    sheet.officer,
    sheet.period,
    line.id,
    line.label.vi,
    line.state,
    line.points ?? '',
    line.max,
    line.formula.vi,
    line.standing,
    line.attestation === undefined
      ? ''
      : [line.attestation.by, line.attestation.source, line.attestation.at].join(', '),
    line.source,
    line.certainty,
  ]);
}

export function officerRows(
  table: Pick<ReportTable, 'sheets'>,
  nameOf: OfficerName = () => undefined,
): string[][] {
  return table.sheets.map((sheet) => officerRow(sheet, nameOf));
}
