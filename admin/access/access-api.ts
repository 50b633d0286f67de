// Calls of these pages, with the answers of the contract.
import { z } from 'zod';
import { type Session, sessionSchema } from '../../shared/contract/access.ts';
import {
  type AccessSettings,
  accessSettingsSchema,
  accountSchema,
  apiKeyCreatedSchema,
  apiKeyListSchema,
  oneTimeLinkSchema,
  passwordSetSchema,
  recoveryCodesSchema,
  totpEnrolmentSchema,
  type UserChange,
  userCreatedSchema,
  userListSchema,
  userSchema,
} from '../../shared/contract/accounts.ts';
import { auditPageSchema } from '../../shared/contract/audit.ts';
import { request } from '../http/request.ts';

const nothing = z.unknown();
const user = (name: string) => `/api/users/${encodeURIComponent(name)}`;

export const listUsers = async () => (await request(userListSchema, 'GET', '/api/users')).users;
export const addUser = (body: { name: string; role: Session['role']; officer: string | null }) =>
  request(userCreatedSchema, 'POST', '/api/users', { body });
export const changeUser = (name: string, body: UserChange) =>
  request(userSchema, 'PATCH', user(name), { body });
export const newPasswordLink = (name: string) =>
  request(oneTimeLinkSchema, 'POST', `${user(name)}/password-link`);
export const removeTotpOf = (name: string) => request(nothing, 'DELETE', `${user(name)}/totp`);
export const readSettings = () => request(accessSettingsSchema, 'GET', '/api/access-settings');
export const writeSettings = (body: AccessSettings) =>
  request(accessSettingsSchema, 'PUT', '/api/access-settings', { body });

export const listKeys = async () => (await request(apiKeyListSchema, 'GET', '/api/api-keys')).keys;
export const addKey = (body: { label: string; scopes: string[] }) =>
  request(apiKeyCreatedSchema, 'POST', '/api/api-keys', { body });
export const revokeKey = (id: string) =>
  request(nothing, 'DELETE', `/api/api-keys/${encodeURIComponent(id)}`);

export const readAudit = (query: URLSearchParams) => request(auditPageSchema, 'GET', `/api/audit?${query}`);

export const readAccount = () => request(accountSchema, 'GET', '/api/account');
export const changePassword = (current: string, next: string) =>
  request(sessionSchema, 'PUT', '/api/account/password', { body: { current, next } });
export const beginTotp = (password: string) =>
  request(totpEnrolmentSchema, 'POST', '/api/account/totp', { body: { password } });
export const confirmTotp = (code: string) =>
  request(recoveryCodesSchema, 'POST', '/api/account/totp/confirm', { body: { code } });
export const removeTotp = (password: string) =>
  request(nothing, 'POST', '/api/account/totp/off', { body: { password } });
export const endSessionById = (id: string) =>
  request(nothing, 'DELETE', `/api/account/sessions/${encodeURIComponent(id)}`);
export const endEverySession = () => request(nothing, 'DELETE', '/api/account/sessions');

export const setPasswordByLink = (code: string, password: string) =>
  request(passwordSetSchema, 'POST', '/api/password', { body: { code, password }, isSessionCall: true });
export const createFirstAdministrator = (code: string, name: string, password: string) =>
  request(sessionSchema, 'POST', '/api/setup/administrator', {
    body: { code, name, password },
    isSessionCall: true,
  });
