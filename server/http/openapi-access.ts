// Signing in, the own account, people, keys of other systems, board links and the audit trail as the OpenAPI document
// lists them.
import {
  providerStartQuerySchema,
  secondFactorRequestSchema,
  sessionSchema,
  signInOptionsSchema,
  signInRequestSchema,
} from '../../shared/contract/access.ts';
import {
  accessSettingsSchema,
  accountSchema,
  apiKeyCreatedSchema,
  apiKeyListSchema,
  apiKeyRequestSchema,
  firstAdministratorSchema,
  oneTimeLinkSchema,
  passwordByLinkSchema,
  passwordChangeSchema,
  passwordProofSchema,
  passwordSetSchema,
  recoveryCodesSchema,
  totpConfirmSchema,
  totpEnrolmentSchema,
  userChangeSchema,
  userCreatedSchema,
  userListSchema,
  userRequestSchema,
  userSchema,
} from '../../shared/contract/accounts.ts';
import { auditPageSchema, auditQuerySchema } from '../../shared/contract/audit.ts';
import {
  boardLinkCreatedSchema,
  boardLinkListSchema,
  boardLinkRequestSchema,
} from '../../shared/contract/board-links.ts';
import { asked, missing, type Operation, tryProblems } from './openapi-operation.ts';

const signInOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/sign-in',
    summary: 'What the sign-in screen offers.',
    answer: { status: 200, schema: signInOptionsSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/session',
    summary: 'Signs in by password; the session comes as a cookie. second-factor-needed: go on there.',
    request: signInRequestSchema,
    answer: { status: 200, schema: sessionSchema },
    problems: ['unauthenticated', 'second-factor-needed', ...tryProblems],
  },
  {
    method: 'post',
    path: '/api/session/second-factor',
    summary: "Goes on with a code of the person's authenticator, or a recovery code.",
    request: secondFactorRequestSchema,
    answer: { status: 200, schema: sessionSchema },
    problems: ['unauthenticated', 'wrong-code', ...tryProblems],
  },
  {
    method: 'get',
    path: '/api/session',
    summary: 'Whose session this is, with its CSRF token.',
    answer: { status: 200, schema: sessionSchema },
    problems: [],
  },
  { method: 'delete', path: '/api/session', summary: 'Signs out.', problems: [] },
  {
    method: 'post',
    path: '/api/setup/administrator',
    summary: 'The first administrator, by the link that the server printed when it started.',
    request: firstAdministratorSchema,
    answer: { status: 200, schema: sessionSchema },
    problems: ['forbidden', 'unknown-code', 'link-expired', 'name-taken'],
  },
  {
    method: 'post',
    path: '/api/password',
    summary: "A password chosen by an administrator's link; the link ends.",
    request: passwordByLinkSchema,
    answer: { status: 200, schema: passwordSetSchema },
    problems: ['unknown-code', 'link-expired'],
  },
  {
    method: 'get',
    path: '/api/identity-provider/start',
    summary: 'To the identity provider, and back to a page of the administration.',
    query: providerStartQuerySchema,
    redirect: 302,
    problems: [...missing, ...tryProblems],
  },
  {
    method: 'get',
    path: '/api/identity-provider/callback',
    summary:
      'Where the identity provider sends the browser back to (OpenID Connect, its own parameters). A refusal leads to the sign-in screen.',
    redirect: 303,
    problems: [...missing, ...tryProblems],
  },
];

const ownAccountOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/account',
    summary: 'The own account and its sessions.',
    answer: { status: 200, schema: accountSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/account/password',
    summary: 'Changes the own password; every other session ends, this one goes on under a new token.',
    request: passwordChangeSchema,
    answer: { status: 200, schema: sessionSchema },
    problems: ['wrong-password', ...tryProblems],
  },
  {
    method: 'post',
    path: '/api/account/totp',
    summary: 'What an authenticator needs. Nothing is on before a code has proven it.',
    request: passwordProofSchema,
    answer: { status: 200, schema: totpEnrolmentSchema },
    problems: ['wrong-password', ...tryProblems],
  },
  {
    method: 'post',
    path: '/api/account/totp/confirm',
    summary: 'Turns the second factor on; its recovery codes are in this answer and nowhere else.',
    request: totpConfirmSchema,
    answer: { status: 200, schema: recoveryCodesSchema },
    problems: [...missing, 'wrong-code', ...tryProblems],
  },
  {
    method: 'post',
    path: '/api/account/totp/off',
    summary: 'Turns the second factor off.',
    request: passwordProofSchema,
    problems: [...missing, 'wrong-password', ...tryProblems],
  },
  {
    method: 'delete',
    path: '/api/account/sessions',
    summary: 'Signs out everywhere, here too.',
    problems: [],
  },
  {
    method: 'delete',
    path: '/api/account/sessions/{id}',
    summary: 'Ends one of the own sessions.',
    problems: missing,
  },
];

const userOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/users',
    summary: 'Everybody who has an account.',
    answer: { status: 200, schema: userListSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/users',
    summary: 'A new account with the link by which the person chooses a password, shown this once.',
    request: userRequestSchema,
    answer: { status: 201, schema: userCreatedSchema },
    problems: ['name-taken', 'unknown-officer'],
  },
  {
    method: 'patch',
    path: '/api/users/{name}',
    summary: 'Changes role or officer, or shuts an account; its sessions end.',
    request: userChangeSchema,
    answer: { status: 200, schema: userSchema },
    problems: [...missing, 'last-administrator', 'unknown-officer'],
  },
  {
    method: 'post',
    path: '/api/users/{name}/password-link',
    summary: 'A new link to choose a password, shown this once; an earlier one ends.',
    answer: { status: 201, schema: oneTimeLinkSchema },
    problems: [...missing, 'invalid-request'],
  },
  {
    method: 'delete',
    path: '/api/users/{name}/totp',
    summary: 'Takes the second factor off a person who lost telephone and recovery codes.',
    problems: missing,
  },
  {
    method: 'get',
    path: '/api/access-settings',
    summary: "Whether roles that see or change everyone's data need a second factor.",
    answer: { status: 200, schema: accessSettingsSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/access-settings',
    summary: 'Demands the second factor, or no longer.',
    request: accessSettingsSchema,
    answer: { status: 200, schema: accessSettingsSchema },
    problems: [],
  },
];

const keyOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/api-keys',
    summary: 'Keys of other systems with their scopes; never a secret.',
    answer: { status: 200, schema: apiKeyListSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/api-keys',
    summary: 'A new key. Its secret is in this answer and nowhere else.',
    request: apiKeyRequestSchema,
    answer: { status: 201, schema: apiKeyCreatedSchema },
    problems: [],
  },
  { method: 'delete', path: '/api/api-keys/{id}', summary: 'Revokes a key.', problems: missing },
  {
    method: 'get',
    path: '/api/board-links',
    summary: 'Links that show the board on a wall without signing in; never a token.',
    answer: { status: 200, schema: boardLinkListSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/board-links',
    summary: 'A new link. Its address is in this answer and nowhere else.',
    request: boardLinkRequestSchema,
    answer: { status: 201, schema: boardLinkCreatedSchema },
    problems: [],
  },
  { method: 'delete', path: '/api/board-links/{id}', summary: 'Revokes a link.', problems: missing },
  {
    method: 'get',
    path: '/api/audit',
    summary: 'Who read personal data and who changed what, newest first.',
    query: auditQuerySchema,
    answer: { status: 200, schema: auditPageSchema },
    problems: asked,
  },
];

export const accessOperations: readonly Operation[] = [
  ...signInOperations,
  ...ownAccountOperations,
  ...userOperations,
  ...keyOperations,
];
