// The slip as lines for a thermal printer: the same sentences as on the printed page (render.ts), in the same order. Width
// and drawing are the printer's side's.
import type { SlipBlock, SlipBlocks } from '../../shared/contract/documents.ts';
import { quietZoneModules } from '../qr-path.ts';
import { dayText } from '../survey/dates.ts';
import { surveyTexts } from '../survey/texts.ts';
import { qrOf } from './qr.ts';
import { spacedCode } from './render.ts';
import { slipTexts } from './texts.ts';

const text = (line: string, size: 'small' | 'normal' | 'large' = 'normal', bold = false): SlipBlock => ({
  kind: 'text',
  text: line,
  size,
  bold,
});

export const slipBlocks: SlipBlocks = (slip) => {
  const { vi, en } = slipTexts;
  const code = qrOf(slip.url);
  const rows = Array.from({ length: code.size }, (_row, row) =>
    Array.from({ length: code.size }, (_column, column) => code.isDark(row, column)),
  );
  return [
    text(slip.centre.name, 'normal', true),
    ...(slip.centre.sample ? [text(`${surveyTexts.vi.sample} · ${surveyTexts.en.sample}`)] : []),
    text(`${slip.counter}, ${dayText(slip.day, 'vi')}`),
    text(slip.procedure),
    text(vi.question, 'normal', true),
    text(vi.scan),
    text(`${en.question} ${en.scan}`, 'small'),
    { kind: 'code', rows, quietZone: quietZoneModules },
    { kind: 'address', text: slip.url },
    { kind: 'rule' },
    text(vi.orCode),
    text(en.orCode, 'small'),
    text(spacedCode(slip.code), 'large', true),
    { kind: 'rule' },
    text(surveyTexts.vi.privacyLine, 'normal', true),
    text(surveyTexts.en.privacyLine, 'small'),
    text(vi.once(dayText(slip.lastDay, 'vi'))),
    text(en.once(dayText(slip.lastDay, 'en')), 'small'),
  ];
};
