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
  const index = Number(path.split('.')[1]);
  if (Number.isNaN(index)) return null;
  return (
    <a
      href={`#${fieldIdOf(path)}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(fieldIdOf(path))?.focus();
      }}
    >
      {text('question', { n: index + 1 })}:
    </a>
  );
}
