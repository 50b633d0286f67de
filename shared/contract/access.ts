// Sign-in by password and second factor, and what a session knows of its person.
import { z } from 'zod';
import { codeSchema } from './common.ts';

/** Of people. Other systems (integrators) have API keys with scopes and never a session. */
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

export const userNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'has control characters');

export const signInRequestSchema = z
  .strictObject({ name: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: 'SignInRequest' });

/** Six digits of the authenticator, or one of the recovery codes; spaces and dashes are as people type them. */
export const secondFactorRequestSchema = z
  .strictObject({ code: z.string().trim().min(6).max(40) })
  .meta({ id: 'SecondFactorRequest' });

/** GET /api/session; every change of state by a session carries the token in `x-csrf-token`. */
export const sessionSchema = z
  .object({
    name: z.string(),
    role: z.enum(roles),
    officer: codeSchema.nullable(),
    csrfToken: z.string(),
    /**
     * `needed`: the centre demands a second factor of this role, and until it is set up the session reaches the own account
     * only. `advised`: a role that sees everyone's data works without one.
     */
    secondFactor: z.enum(['set-up', 'not-asked', 'advised', 'needed']),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
export const csrfHeader = 'x-csrf-token';

/** GET /api/sign-in: what the sign-in screen offers. */
export const signInOptionsSchema = z
  .object({
    /** Name of the identity provider on its button; null when there is none. */
    identityProvider: z.object({ label: z.string() }).nullable(),
    /** No person is known yet: the first administrator is made by the link on the server's terminal. */
    isNew: z.boolean(),
  })
  .meta({ id: 'SignInOptions' });
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

/** Why a sign-in at the identity provider ended at the sign-in screen, as `?sign-in=` says it. */
export const providerRefusals = [
  'failed',
  'expired',
  'unmapped',
  'officer-unknown',
  'name-taken',
  'disabled',
] as const;
export type ProviderRefusal = (typeof providerRefusals)[number];

/** GET /api/identity-provider/start: the page of the administration to end at; anything else is passed over. */
// biome-ignore lint/suspicious/noThenProperty: the name of a query parameter; nobody awaits a schema.
export const providerStartQuerySchema = z.object({ then: z.string().max(207).optional() });
