// Calls about forms on paper (role personnel).
import {
  type KeyedFormRequest,
  keyedFormAnswerSchema,
  type PaperBatch,
  type PaperDesk,
  paperBatchSchema,
  paperDeskSchema,
} from '../../shared/contract/paper.ts';
import { request } from '../http/request.ts';

export const readDesk = (): Promise<PaperDesk> => request(paperDeskSchema, 'GET', '/api/paper-batches');

export const openBatch = (forms: number): Promise<PaperBatch> =>
  request(paperBatchSchema, 'POST', '/api/paper-batches', { body: { forms } });

/** Resolves to how many forms of the batch have been taken. */
export const sendForm = async (batch: number, form: KeyedFormRequest): Promise<number> =>
  (await request(keyedFormAnswerSchema, 'POST', `/api/paper-batches/${batch}/forms`, { body: form })).taken;

export const closeBatch = (batch: number): Promise<PaperBatch> =>
  request(paperBatchSchema, 'POST', `/api/paper-batches/${batch}/close`);

/** Address of a form to print. */
export const formAddress = (size: 'a5' | 'a4'): string => `/api/paper-form?size=${size}`;
