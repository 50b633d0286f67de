// Sign-in by password and what a session knows of its person.
import { z } from 'zod';
import { codeSchema } from './common.ts';

export const roles = ['administrator', 'manager', 'personnel', 'officer', 'auditor'] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  'visits:write',
  'roster:write',
  'board:read',
  'devices:write',
  'kpi:read',
  'figures:write',
] as const;
export type Scope = (typeof scopes)[number];

export const signInRequestSchema = z
  .strictObject({ name: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: 'SignInRequest' });

/** GET /api/session; every change of state by a session carries the token in `x-csrf-token`. */
export const sessionSchema = z
  .object({ name: z.string(), role: z.enum(roles), officer: codeSchema.nullable(), csrfToken: z.string() })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
export const csrfHeader = 'x-csrf-token';
