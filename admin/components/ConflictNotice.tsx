import { Notice } from './Notice.tsx';

/** Somebody else saved what is being changed here; only loading it again helps. */
export function ConflictNotice(props: { title: string; hint: string; action: string; onReload: () => void }) {
  return (
    <Notice tone="warning" title={props.title} role="alert">
      <p>{props.hint}</p>
      <button type="button" class="button" onClick={props.onReload}>
        {props.action}
      </button>
    </Notice>
  );
}
