// What administrators do with accounts and with the keys of other systems. Nobody is ever shown another's password: a new
// account and a forgotten password both get a link that works once.
import { Router } from 'express';
import {
  type ApiKey,
  type ApiKeyCreated,
  accessSettingsSchema,
  apiKeyRequestSchema,
  type OneTimeLink,
  type UserCreated,
  userChangeSchema,
  userRequestSchema,
} from '../../shared/contract/accounts.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { ApiKeyRow } from '../storage/access-store.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';

const bodyBytesMax = 4 * 1024;

export function userRoutes(context: Context): Router {
  const router = Router();
  const { accounts, access, audit, stores, calendar } = context;

  // After `#`: browsers keep that part to themselves, so that no proxy or log sees it.
  const linkOf = ({ code, expiresAt }: { code: string; expiresAt: number }): OneTimeLink => ({
    url: `${context.publicUrl()}/admin/password#code=${code}`,
    expiresAt: calendar.iso(expiresAt),
  });

  router.get('/api/users', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/users');
    audit.read(actor, 'users.read', 'all');
    response.set('Cache-Control', 'no-store').json({ users: accounts.list() });
  });

  /** 201 with the link by which the person chooses a password, shown this once; 409 name-taken, 422. */
  router.post('/api/users', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/users');
    const { user, link } = await accounts.create(bodyOf(request, userRequestSchema), actor);
    const answer: UserCreated = { user, link: linkOf(link) };
    response.status(201).set('Cache-Control', 'no-store').json(answer);
  });

  /** 200; 404, 409 last-administrator, 422. */
  router.patch('/api/users/:name', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PATCH /api/users/:name');
    response.json(
      await accounts.change(request.params.name as string, bodyOf(request, userChangeSchema), actor),
    );
  });

  /** 201 with a new link to choose a password; an earlier one ends. 404, 422. */
  router.post('/api/users/:name/password-link', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/users/:name/password-link');
    const link = await accounts.createPasswordLink(request.params.name, actor);
    response.status(201).set('Cache-Control', 'no-store').json(linkOf(link));
  });

  /** Takes the second factor off a person who lost telephone and recovery codes. 204; 404. */
  router.delete('/api/users/:name/totp', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/users/:name/totp');
    await accounts.removeSecondFactor(request.params.name, actor);
    response.status(204).end();
  });

  router.get('/api/access-settings', (request, response) => {
    allowed(context, request, 'GET /api/access-settings');
    response.json(stores.centre.accessSettings());
  });
  router.put('/api/access-settings', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/access-settings');
    const settings = bodyOf(request, accessSettingsSchema);
    await accounts.setSettings(settings, actor);
    response.json(settings);
  });

  const keyOf = ({ createdAt, revoked, ...key }: ApiKeyRow): ApiKey => ({
    ...key,
    createdAt: calendar.iso(createdAt),
    revoked: revoked === 1,
  });

  router.get('/api/api-keys', (request, response) => {
    allowed(context, request, 'GET /api/api-keys');
    response.json({ keys: stores.access.apiKeys().map(keyOf) });
  });
  /** 201 with the secret, shown this once. */
  router.post('/api/api-keys', jsonBody(bodyBytesMax), (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/api-keys');
    const { label, scopes } = bodyOf(request, apiKeyRequestSchema);
    const { secret, key } = access.addApiKey(scopes, label, actor);
    const answer: ApiKeyCreated = { ...keyOf(key), secret };
    response.status(201).set('Cache-Control', 'no-store').json(answer);
  });
  router.delete('/api/api-keys/:id', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/api-keys/:id');
    if (!(await access.revokeApiKey(request.params.id, actor))) throw new Refusal('not-found', 'no such key');
    response.status(204).end();
  });

  return router;
}
