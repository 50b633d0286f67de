// Officers of the report by code: the table of the officers' page, in the one order that ranks nobody.
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import { officersAddress } from '../officers/officers-address.ts';
import { ResultsTable } from '../officers/ResultsTable.tsx';
import { text } from './texts.ts';

export function OfficersTable({ report }: { report: UnitReport }) {
  const { officers, period, rules } = report;
  if (officers.length === 0) return <p class="muted">{text('officers.none')}</p>;
  return (
    <ResultsTable
      list={{
        figure: rules.figure,
        officers: officers.map(({ officer, name, state, n, decides, visits, rate }) => ({
          officer,
          name: name ?? officer,
          state,
          n,
          decides,
          adjusted: null,
          comparison: null,
          visits,
          rate,
        })),
      }}
      order="code"
      addressOf={(officer) => officersAddress(officer, period)}
    />
  );
}
