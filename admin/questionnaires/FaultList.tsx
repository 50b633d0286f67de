// What keeps a draft from being put into use, each with the way to its place.
import type { QuestionnaireFault } from '../../shared/questionnaire/faults.ts';
import { Notice } from '../components/Notice.tsx';
import { faultText, text } from './texts.ts';

/** The field of a fault on the page. */
export const fieldIdOf = (path: string): string => `field-${path.replaceAll('.', '-')}`;

export function FaultList({ faults }: { faults: readonly QuestionnaireFault[] }) {
  return (
    <Notice tone="bad" title={text('faults', { n: faults.length })} role="alert">
      <ul class="fault-list">
        {faults.map(({ path, code, version }) => (
          <li key={`${path} ${code}`}>
            <Place path={path} /> {faultText(code, version)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** A link to the field; nothing where the draft as a whole is meant. */
function Place({ path }: { path: string }) {
  const parts = path.split('.');
  const index = Number(parts[1]);
  if (Number.isNaN(index)) return null;
  const language = parts.at(-1);
  const place = [
    text('question', { n: index + 1 }),
    ...(parts[2] === 'scale' && parts[3] !== undefined ? [text('answer', { n: Number(parts[3]) + 1 })] : []),
    ...(language === 'vi' || language === 'en' ? [text(`language.${language}`)] : []),
  ];
  return (
    <a
      href={`#${fieldIdOf(path)}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(fieldIdOf(path))?.focus();
      }}
    >
      {place.join(', ')}:
    </a>
  );
}
