// Figures that people and other systems enter: what is there and by whom, a file, or one officer's form.

import { locale } from '../i18n/locale.ts';
import { useRoster } from '../kpi/officer-names.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import { BadPeriod } from '../officers/BadPeriod.tsx';
import { isPeriod } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { FiguresForm } from './FiguresForm.tsx';
import { FiguresImport } from './FiguresImport.tsx';
import { FiguresList } from './FiguresList.tsx';
import { text } from './texts.ts';

const path = '/admin/figures';
const parts = ['list', 'import', 'form'] as const;

export function FiguresPage({ session }: PageProps) {
  useRoster(session.role);
  const mayEnter = session.role !== 'auditor';
  const period = query.value.get('period') ?? presentMonth();
  const part = mayEnter ? (parts.find((one) => one === query.value.get('part')) ?? 'list') : 'list';
  if (!isPeriod(period)) {
    return (
      <>
        <h1>{text('title')}</h1>
        <BadPeriod address={path} />
      </>
    );
  }
  const addressOf = (one: (typeof parts)[number]) => `${path}?${new URLSearchParams({ part: one, period })}`;
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      {mayEnter ? (
        <nav class="tabs" aria-label={text('tabs')}>
          {parts.map((one) => (
            <a
              key={one}
              class="tab"
              href={addressOf(one)}
              aria-current={one === part ? 'page' : undefined}
              onClick={follow}
            >
              {text(`tab.${one}`)}
            </a>
          ))}
        </nav>
      ) : (
        <p>{text('readOnly')}</p>
      )}
      {part === 'list' && <FiguresList period={period} mayEnter={mayEnter} language={locale.value} />}
      {part === 'import' && <FiguresImport period={period} />}
      {part === 'form' && (
        <FiguresForm
          key={`${query.value.get('officer')} ${period}`}
          period={period}
          officer={query.value.get('officer')}
          unit={query.value.get('unit')}
        />
      )}
    </>
  );
}
