// Requests that must be refused: with the status and code of the contract, as problem+json, and without a trace in the file.
import { expect } from 'vitest';
import { type ProblemCode, problemSchema, problemStatus } from '../../shared/contract/problem.ts';
import type { Answer, TestServer } from './server.ts';

/** Asserts that an answer is the problem `code`, in the shape and with the status of the contract. */
export function expectProblem(answer: Answer, code: ProblemCode): void {
  expect([answer.status, answer.json?.code]).toEqual([problemStatus[code], code]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(answer.json);
  expect(problem.status).toBe(answer.status);
  expect(problem.type).toBe(`/api/docs#${code}`);
  expect(problem.title.length).toBeGreaterThan(3);
}

/** Makes a request and asserts that it is refused with `code` and that not one row of any table is different. */
export async function expectRefused(
  server: TestServer,
  code: ProblemCode,
  request: () => Promise<Answer>,
): Promise<Answer> {
  const before = server.rows();
  const answer = await request();
  expectProblem(answer, code);
  expect(server.rows()).toEqual(before);
  return answer;
}

/** The same, for a test that is nothing else. */
export async function isRefused(
  server: TestServer,
  code: ProblemCode,
  request: () => Promise<Answer>,
): Promise<void> {
  await expectRefused(server, code, request);
}
