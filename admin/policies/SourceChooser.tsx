// Which policy is meant: a preset, one of the centre's, or a YAML file. The address may name the first choice.
import { type Signal, useSignal } from '@preact/signals';
import { locale } from '../i18n/locale.ts';
import { query } from '../navigation/router.ts';
import type { PolicyList, PolicySource } from './policies-api.ts';
import { text } from './texts.ts';

export interface SourceChoice {
  /** `preset:ID`, `policy:NUMBER`, or `file`. */
  choice: Signal<string>;
  file: Signal<File | null>;
  isMissing: Signal<boolean>;
}

export function useSource(list: PolicyList): SourceChoice {
  const asked = query.peek();
  const first =
    asked.get('policy') !== null
      ? `policy:${asked.get('policy')}`
      : `preset:${asked.get('preset') ?? list.presets[0]?.id ?? ''}`;
  return {
    choice: useSignal(first),
    file: useSignal<File | null>(null),
    isMissing: useSignal(false),
  };
}

/** The source to send; null, and said in the form, where the file is missing. */
export async function sourceOf({ choice, file, isMissing }: SourceChoice): Promise<PolicySource | null> {
  const [kind, name = ''] = choice.value.split(':');
  isMissing.value = kind === 'file' && file.value === null;
  if (kind === 'preset') return { preset: name };
  if (kind === 'policy') return { policy: Number(name) };
  return file.value === null ? null : { yaml: await file.value.text() };
}

interface ChooserProps {
  list: PolicyList;
  source: SourceChoice;
  /** Policies of the centre can be tried, but not proposed again. */
  hasPolicies: boolean;
}

export function SourceChooser({ list, source, hasPolicies }: ChooserProps) {
  const { choice, file, isMissing } = source;
  const language = locale.value;
  return (
    <>
      <div class="field field-wide">
        <label for="policy-source">{text('source.choose')}</label>
        <select
          id="policy-source"
          value={choice.value}
          onChange={(event) => {
            choice.value = event.currentTarget.value;
          }}
        >
          {list.presets.map(({ id, title }) => (
            <option key={id} value={`preset:${id}`}>
              {text('source.preset', { title: title[language] })}
            </option>
          ))}
          {hasPolicies &&
            list.policies.map(({ number, title }) => (
              <option key={number} value={`policy:${number}`}>
                {text('source.policy', { number, title: title[language] })}
              </option>
            ))}
          <option value="file">{text('source.file')}</option>
        </select>
      </div>
      {choice.value === 'file' && (
        <div class="field">
          <label for="policy-file">{text('source.fileLabel')}</label>
          <input
            id="policy-file"
            type="file"
            accept=".yaml,.yml,.json"
            aria-invalid={isMissing.value}
            aria-describedby="policy-file-fault"
            onChange={(event) => {
              file.value = event.currentTarget.files?.[0] ?? null;
              isMissing.value = false;
            }}
          />
          <p id="policy-file-fault" class="field-error" role="alert">
            {isMissing.value && text('source.fileMissing')}
          </p>
        </div>
      )}
    </>
  );
}
