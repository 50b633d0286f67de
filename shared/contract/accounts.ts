// People, their accounts, and the keys of other systems: what the administrator's pages and the own account ask for.
import { z } from 'zod';
import { roles, scopes, userNameSchema } from './access.ts';
import { codeSchema, instantSchema, nameSchema } from './common.ts';

export const passwordCharsMin = 10;

/** A password as it is chosen: long rather than odd. */
export const newPasswordSchema = z.string().min(passwordCharsMin).max(200);

export const userSchema = z
  .object({
    name: z.string(),
    role: z.enum(roles),
    officer: codeSchema.nullable(),
    disabled: z.boolean(),
    /** How the person signs in; `none` until a password was chosen by the link. */
    signIn: z.enum(['password', 'identity-provider', 'none']),
    hasSecondFactor: z.boolean(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;
export const userListSchema = z.object({ users: z.array(userSchema) }).meta({ id: 'UserList' });

/** An address that works once; shown once. */
export const oneTimeLinkSchema = z
  .object({ url: z.string(), expiresAt: instantSchema })
  .meta({ id: 'OneTimeLink' });
export type OneTimeLink = z.infer<typeof oneTimeLinkSchema>;

export const userRequestSchema = z
  .strictObject({ name: userNameSchema, role: z.enum(roles), officer: codeSchema.nullable().default(null) })
  .meta({ id: 'UserRequest' });
export const userCreatedSchema = z
  .object({ user: userSchema, link: oneTimeLinkSchema })
  .meta({ id: 'UserCreated' });
export type UserCreated = z.infer<typeof userCreatedSchema>;

export const userChangeSchema = z
  .strictObject({
    role: z.enum(roles).optional(),
    officer: codeSchema.nullable().optional(),
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'UserChange' });
export type UserChange = z.infer<typeof userChangeSchema>;

const linkCodeSchema = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/, 'is not a code');
export const passwordByLinkSchema = z
  .strictObject({ code: linkCodeSchema, password: newPasswordSchema })
  .meta({ id: 'PasswordByLink' });
/** Whose password was set, to sign in with. */
export const passwordSetSchema = z.object({ name: z.string() }).meta({ id: 'PasswordSet' });

export const firstAdministratorSchema = z
  .strictObject({ code: linkCodeSchema, name: userNameSchema, password: newPasswordSchema })
  .meta({ id: 'FirstAdministrator' });

export const passwordChangeSchema = z
  .strictObject({ current: z.string().min(1).max(200), next: newPasswordSchema })
  .meta({ id: 'PasswordChange' });
export const passwordProofSchema = z
  .strictObject({ password: z.string().min(1).max(200) })
  .meta({ id: 'PasswordProof' });

/** What an authenticator is given: as a picture, and as text to type. */
export const totpEnrolmentSchema = z
  .object({ secret: z.string(), uri: z.string(), svg: z.string() })
  .meta({ id: 'TotpEnrolment' });
export type TotpEnrolment = z.infer<typeof totpEnrolmentSchema>;
export const totpConfirmSchema = z
  .strictObject({ code: z.string().trim().min(6).max(10) })
  .meta({ id: 'TotpConfirm' });
/** Shown once; each is good once. */
export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes' });

export const accountSchema = z
  .object({
    user: userSchema,
    recoveryCodesLeft: z.number().int(),
    sessions: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        startedAt: instantSchema,
        /** The browser as it names itself. */
        agent: z.string(),
      }),
    ),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof accountSchema>;

/** Whether roles that see or change everyone's data (administrator, personnel) must have a second factor. */
export const accessSettingsSchema = z
  .strictObject({ secondFactor: z.enum(['optional', 'required']) })
  .meta({ id: 'AccessSettings' });
export type AccessSettings = z.infer<typeof accessSettingsSchema>;

export const apiKeySchema = z
  .object({
    id: z.string(),
    label: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: instantSchema,
    revoked: z.boolean(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;
export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) }).meta({ id: 'ApiKeyList' });
export const apiKeyRequestSchema = z
  .strictObject({ label: nameSchema, scopes: z.array(z.enum(scopes)).min(1).max(scopes.length) })
  .meta({ id: 'ApiKeyRequest' });
/** The secret is shown this once. */
export const apiKeyCreatedSchema = apiKeySchema.extend({ secret: z.string() }).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof apiKeyCreatedSchema>;
