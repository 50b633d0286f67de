// A labelled field with its hint and its fault, and the checks of a password as it is chosen.
import type { ComponentChildren } from 'preact';
import { passwordCharsMin } from '../../shared/contract/accounts.ts';
import { Notice } from '../components/Notice.tsx';
import { type AccessText, failureText } from './texts.ts';

/** What ties the input to its label, hint and fault. */
export interface FieldAttributes {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}

export interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  fault?: string | null;
  children: (props: FieldAttributes) => ComponentChildren;
}

export function Field({ id, label, hint, fault = null, children }: FieldProps) {
  const described = [hint === undefined ? null : `${id}-hint`, `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {children({ id, 'aria-describedby': described, 'aria-invalid': fault !== null })}
      <p id={`${id}-fault`} class="field-error" role="alert">
        {fault}
      </p>
    </div>
  );
}

export function Failed({ error }: { error: unknown }) {
  return error === null ? null : <Notice tone="bad" title={failureText(error)} role="alert" />;
}

const distinctCharsMin = 5;

/** What is wrong with a new password, as the server would say; null when nothing is. */
export function passwordFault(password: string, name: string): AccessText | null {
  const plain = password.toLowerCase();
  if (password.length < passwordCharsMin) return 'account.passwordShort';
  if (new Set(plain).size < distinctCharsMin) return 'account.passwordPlain';
  if (name.length >= 4 && plain.includes(name.toLowerCase())) return 'account.passwordName';
  return null;
}
