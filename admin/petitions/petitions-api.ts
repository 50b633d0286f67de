// Calls of the petitions page.
import '../http/zod-setup.ts';
import type { z } from 'zod';
import type { PetitionBody } from '../../shared/contract/kpi.ts';
import {
  type DisputeAnswer,
  type DisputeProposal,
  disputeListSchema,
  disputeSchema,
  figuresListSchema,
  sheetAnswerSchema,
} from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';

const ofOfficer = (officer: string): string => `/api/kpi/officers/${encodeURIComponent(officer)}`;
const at = (id: string): string => `/api/kpi/disputes/${encodeURIComponent(id)}`;

/** Newest first; an officer's own alone where `officer` is given. */
export async function listPetitions(officer: string | null): Promise<DisputeAnswer[]> {
  const path = officer === null ? '/api/kpi/disputes' : `${ofOfficer(officer)}/petitions`;
  const { disputes } = await request(disputeListSchema, 'GET', path);
  return disputes.sort((a, b) => (a.filedAt < b.filedAt ? 1 : -1));
}

export const readPetition = (id: string): Promise<DisputeAnswer> => request(disputeSchema, 'GET', at(id));

export const filePetition = (officer: string, petition: PetitionBody): Promise<DisputeAnswer> =>
  request(disputeSchema, 'POST', `${ofOfficer(officer)}/petitions`, { body: petition });

export const proposeDecision = (id: string, proposal: DisputeProposal): Promise<DisputeAnswer> =>
  request(disputeSchema, 'POST', `${at(id)}/proposal`, { body: proposal });

export const approveDecision = (id: string): Promise<DisputeAnswer> =>
  request(disputeSchema, 'POST', `${at(id)}/approve`);

export const refuseDecision = (id: string): Promise<DisputeAnswer> =>
  request(disputeSchema, 'POST', `${at(id)}/refuse`);

/** Last day to petition about the officer's sheet of a period; null before there is one. */
export async function petitionUntil(officer: string, period: string): Promise<string | null> {
  const path = `${ofOfficer(officer)}/sheets?${new URLSearchParams({ period })}`;
  return (await request(sheetAnswerSchema, 'GET', path)).petitionUntil;
}

type EnteredFigures = z.infer<typeof figuresListSchema>['figures'][number];

/** The officer's figures in force, month by month. */
export async function currentFigures(officer: string, period: string): Promise<EnteredFigures[]> {
  const path = `/api/kpi/figures?${new URLSearchParams({ period, officer })}`;
  return (await request(figuresListSchema, 'GET', path)).figures.filter(({ current }) => current);
}
