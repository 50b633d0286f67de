// A request that is well understood and refused. The code alone decides the HTTP status (shared/contract/problem.ts).
import type { ProblemCode } from '../shared/contract/problem.ts';

export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: ProblemCode;
  readonly errors: { path: string; message: string; fault?: string }[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor(
    code: ProblemCode,
    detail: string,
    extra: { errors?: { path: string; message: string; fault?: string }[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = extra.errors;
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}
