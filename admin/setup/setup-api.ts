// Calls of the set-up pages, with the answers of the contract.
import { z } from 'zod';
import { rosterListsSchema } from '../../shared/contract/roster.ts';
import {
  addressCheckSchema,
  type CentreChange,
  rosterCheckSchema,
  type SetupStanding,
  type SetupStep,
  setupStateSchema,
  testVisitAnswerSchema,
  xlsxType,
} from '../../shared/contract/setup.ts';
import { request } from '../http/request.ts';

export const templateUrl = '/api/setup/roster-template';
export const slipUrl = (id: string, format: 'a6' | '80mm'): string =>
  `/api/setup/test-visits/${encodeURIComponent(id)}/slip?format=${format}`;
export const posterUrl = (counter: string): string => `/api/counters/${encodeURIComponent(counter)}/poster`;

export const readSetup = () => request(setupStateSchema, 'GET', '/api/setup');
export const writeCentre = (body: CentreChange) =>
  request(setupStateSchema, 'PUT', '/api/setup/centre', { body });
export const markStep = (step: SetupStep, standing: SetupStanding) =>
  request(setupStateSchema, 'PUT', `/api/setup/steps/${step}`, { body: { standing } });
export const checkAddress = () => request(addressCheckSchema, 'POST', '/api/setup/address/check');

/** Browsers name the type of a file by its ending, or not at all: the server asks for this one. */
const workbook = (file: File): Blob => new Blob([file], { type: xlsxType });
export const checkRoster = (file: File) =>
  request(rosterCheckSchema, 'POST', '/api/setup/roster/check', { file: workbook(file) });
export const writeRoster = (file: File) =>
  request(rosterCheckSchema, 'POST', '/api/setup/roster', { file: workbook(file) });

export const readRoster = () => request(rosterListsSchema, 'GET', '/api/roster');

export const closeTestVisit = (requestId: string, counter: string) =>
  request(testVisitAnswerSchema, 'POST', '/api/setup/test-visits', { body: { requestId, counter } });

/** Of the policies, what choosing a preset needs. */
const policiesSchema = z.object({
  policies: z.array(
    z.object({
      number: z.number(),
      title: z.object({ vi: z.string(), en: z.string() }),
      state: z.enum(['proposed', 'active', 'rejected']),
      proposedBy: z.string(),
    }),
  ),
  presets: z.array(z.object({ id: z.string(), title: z.object({ vi: z.string(), en: z.string() }) })),
});
export const readPolicies = () => request(policiesSchema, 'GET', '/api/kpi/policies');
export const proposePreset = (preset: string) =>
  request(z.unknown(), 'POST', '/api/kpi/policies', { body: { preset } });
