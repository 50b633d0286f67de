// Documents that the server hands out beside the rating page and that kiosk/ renders, as pure functions of these values:
// the poster at a counter, the page that puts the centre's certificate authority on a tablet, a slip as lines for a
// thermal printer.
import { z } from 'zod';
import { codeSchema } from './common.ts';
import type { RenderFieldSurvey, RenderFieldSurveyForms } from './field-survey-page.ts';
import type { LanguagePacks } from './languages.ts';
import type { RenderPaperForm } from './paper.ts';
import type { Slip } from './slip.ts';

export const posterSizeSchema = z.enum(['a4', 'a5']);
export type PosterSize = z.infer<typeof posterSizeSchema>;
export const posterQuerySchema = z.object({ size: posterSizeSchema.default('a4') });
/** Counters in one document. */
export const postersMax = 100;
/** `counter` stands once for every one. */
export const postersQuerySchema = posterQuerySchema.extend({
  counter: z.array(codeSchema).min(1).max(postersMax),
});

export interface Poster {
  centre: { name: string; sample: boolean };
  counter: string;
  /** Address of the counter's walk-up page, at most 62 bytes. */
  url: string;
}

export interface InstallCaPage {
  centre: { name: string; sample: boolean };
  /** SHA-256 of the authority's certificate, `AB:CD:…`: 32 pairs. */
  fingerprint: string;
  /** Path of the certificate to download. */
  certificate: string;
  /** Name of the downloaded file. */
  fileName: string;
  /** Address of the kiosk over TLS, to open when the certificate is in. */
  kioskUrl: string;
  /** Last day on which the authority holds, ISO date. */
  lastDay: string;
}

/** One part of a slip on a roll of paper, from top to bottom. */
export type SlipBlock =
  | { kind: 'text'; text: string; size: 'small' | 'normal' | 'large'; bold: boolean }
  /** Never broken between words, only where it is too long for the paper: an address. */
  | { kind: 'address'; text: string }
  /** Rows of a QR code; true is dark; without the quiet zone. */
  | { kind: 'code'; rows: readonly (readonly boolean[])[]; quietZone: number }
  | { kind: 'rule' };

/** Throws RangeError when the address is too long for the code, as do the other two that carry one. */
export type SlipBlocks = (slip: Slip) => SlipBlock[];
/** A page a poster. */
export type RenderPosters = (posters: readonly Poster[], size: PosterSize, nonce: string) => string;
export type RenderInstallCa = (page: InstallCaPage, nonce: string) => string;

export interface Documents {
  slipBlocks: SlipBlocks;
  languagePacks: LanguagePacks;
  renderPosters: RenderPosters;
  renderInstallCa: RenderInstallCa;
  renderPaperForm: RenderPaperForm;
  renderFieldSurvey: RenderFieldSurvey;
  renderFieldSurveyForms: RenderFieldSurveyForms;
}
