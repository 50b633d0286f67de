// When the figures of a page were computed and from how much of the ledger, and the way to print them.
import { locale } from '../i18n/locale.ts';
import { formatMoment } from './figure-text.ts';
import { text } from './texts.ts';

export function FiguresAge({ computedAt, treeSize }: { computedAt: string; treeSize: number }) {
  return (
    <p class="muted figures-age">
      {text('age', { moment: formatMoment(computedAt, locale.value), n: treeSize })}
    </p>
  );
}

export function PrintButton() {
  return (
    <button type="button" class="button print-button" onClick={() => window.print()}>
      {text('print')}
    </button>
  );
}
