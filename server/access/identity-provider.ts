// Sign-in at the province's identity provider: OpenID Connect, authorization code flow with PKCE, state and nonce
// (OpenID Connect Core 1.0 3.1, RFC 9700). What the provider says of a person decides the role at every sign-in.
//
// The settings are a file of their own, identity-provider.json in the data directory, readable by its owner alone: the
// client secret is in no table, no log and no backup.
//
// One flow: start -> the browser goes to the provider with state, nonce and challenge; a sealed cookie keeps what they
// have to be -> callback -> the code is exchanged for an ID token, checked against the cookie -> claims -> role -> session.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as client from 'openid-client';
import { z } from 'zod';
import { type ProviderRefusal, roles, userNameSchema } from '../../shared/contract/access.ts';
import { codeSchema } from '../../shared/contract/common.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import { StorageError } from '../storage/database.ts';
import { urlOf } from '../url.ts';
import type { Accounts } from './accounts.ts';

export const identityProviderFile = 'identity-provider.json';
export const callbackPath = '/api/identity-provider/callback';
export const flowMs = 10 * 60_000;
const flowPurpose = 'identity-provider-flow';
const usedMax = 10_000;
const timeoutSeconds = 10;

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

export const identityProviderSchema = z.strictObject({
  /** What the button on the sign-in screen says. */
  label: z.string().trim().min(1).max(80),
  issuer: z
    .url()
    .refine(
      (text) => urlOf(text)?.protocol === 'https:' || loopback.test(urlOf(text)?.hostname ?? ''),
      'must be https (http only on this machine)',
    ),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scope: z.string().default('openid profile'),
  /** Claims of the ID token; `a.b` reaches into objects. */
  nameClaim: z.string().default('preferred_username'),
  roleClaim: z.string(),
  officerClaim: z.string().optional(),
  /** Values of the role claim, in order: the first that a person has decides. */
  roles: z
    .array(z.strictObject({ value: z.string().min(1), role: z.enum(roles) }))
    .min(1)
    .max(100),
});
export type IdentityProviderSettings = z.infer<typeof identityProviderSchema>;

/** Reads the settings; null when there is no file. Throws StorageError('settings-unreadable'). */
export function readIdentityProvider(dataDir: string): IdentityProviderSettings | null {
  const path = join(dataDir, identityProviderFile);
  if (!existsSync(path)) return null;
  const refuse = (reason: string): never => {
    throw new StorageError('settings-unreadable', `${identityProviderFile}: ${reason}`);
  };
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    refuse('can be read by others; it must have mode 0600');
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refuse('is not readable as JSON');
  }
  const result = identityProviderSchema.safeParse(value);
  if (result.success) return result.data;
  // The value itself is not repeated: it may be the secret.
  const issue = result.error.issues[0]!;
  return refuse(`${issue.path.map(String).join('.') || 'document'}: ${issue.message}`);
}

const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  expiresAt: z.number(),
  goTo: z.string(),
});
type Flow = z.infer<typeof flowSchema>;

/** A sign-in that the provider, or what it said, did not carry through. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused';
  readonly code: ProviderRefusal;
  constructor(code: ProviderRefusal, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

export class IdentityProvider {
  readonly settings: IdentityProviderSettings;
  readonly #services: Services;
  readonly #accounts: Accounts;
  readonly #publicUrl: () => string;
  #configuration: Promise<client.Configuration> | null = null;
  /** States of flows that came back, until they would have expired: each comes back once. */
  readonly #used = new Map<string, number>();

  constructor(
    services: Services,
    parts: { accounts: Accounts; settings: IdentityProviderSettings; publicUrl: () => string },
  ) {
    this.#services = services;
    this.#accounts = parts.accounts;
    this.settings = parts.settings;
    this.#publicUrl = parts.publicUrl;
  }

  /** Where to send the browser, and the cookie to send it with. `goTo` is a path of this server to end at. */
  async start(goTo: string): Promise<{ url: string; cookie: string }> {
    const configuration = await this.#discovered();
    const flow: Flow = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      expiresAt: this.#services.clock() + flowMs,
      goTo,
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#publicUrl() + callbackPath,
      scope: this.settings.scope,
      response_type: 'code',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    const sealed = this.#services.secrets.encrypt(flowPurpose, '', Buffer.from(JSON.stringify(flow)));
    return { url: url.href, cookie: sealed.toString('base64url') };
  }

  /** Who came back, with the role of now, and where they were going. Throws ProviderRefused. */
  async finish(query: string, cookie: string | undefined): Promise<{ name: string; goTo: string }> {
    const flow = this.#flowOf(cookie);
    this.#takeState(flow.state);
    const current = new URL(this.#publicUrl() + callbackPath);
    current.search = query;
    let claims: Record<string, unknown> | undefined;
    try {
      const tokens = await client.authorizationCodeGrant(await this.#discovered(), current, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      claims = tokens.claims();
    } catch (cause) {
      throw new ProviderRefused('failed', { cause });
    }
    if (claims === undefined) throw new ProviderRefused('failed');
    return { name: await this.#userOf(claims), goTo: flow.goTo };
  }

  async #userOf(claims: Record<string, unknown>): Promise<string> {
    const { settings } = this;
    const externalId = `${settings.issuer}\n${String(claims.sub)}`;
    const given = [claimAt(claims, settings.roleClaim)].flat().map(String);
    const role = settings.roles.find(({ value }) => given.includes(value))?.role;
    if (role === undefined) {
      await this.#accounts.endExternal(externalId);
      throw new ProviderRefused('unmapped');
    }
    const name = userNameSchema.safeParse(claimAt(claims, settings.nameClaim));
    if (!name.success)
      throw new ProviderRefused('failed', { cause: new Error(`no claim ${settings.nameClaim}`) });
    let officer: string | null = null;
    if (role === 'officer') {
      const code = codeSchema.safeParse(
        settings.officerClaim === undefined ? undefined : claimAt(claims, settings.officerClaim),
      );
      if (!code.success) throw new ProviderRefused('officer-unknown');
      officer = code.data;
    }
    try {
      return await this.#accounts.putExternal({ name: name.data, role, officer, externalId });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'name-taken') throw new ProviderRefused('name-taken');
      if (error.code === 'unknown-officer') throw new ProviderRefused('officer-unknown');
      if (error.code === 'forbidden') throw new ProviderRefused('disabled');
      throw error;
    }
  }

  #flowOf(cookie: string | undefined): Flow {
    const opened = this.#services.secrets.open(flowPurpose, '', Buffer.from(cookie ?? '', 'base64url'));
    // Without the cookie it is no flow of this browser: another's answer, or one that came back before.
    if (opened === null) throw new ProviderRefused('expired');
    const flow = flowSchema.parse(JSON.parse(opened.toString()));
    if (flow.expiresAt < this.#services.clock()) throw new ProviderRefused('expired');
    return flow;
  }

  #takeState(state: string): void {
    const now = this.#services.clock();
    for (const [used, expiresAt] of this.#used) {
      if (expiresAt >= now) break;
      this.#used.delete(used);
    }
    if (this.#used.has(state)) throw new ProviderRefused('expired');
    // Whoever fills it keeps nobody out: the oldest goes, and its code was good once at the provider as well.
    const [oldest] = this.#used.keys();
    if (this.#used.size >= usedMax && oldest !== undefined) this.#used.delete(oldest);
    this.#used.set(state, now + flowMs);
  }

  /** What the provider publishes of itself; asked for again after a failure, never at the start of the server. */
  async #discovered(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    this.#configuration ??= client.discovery(server, clientId, clientSecret, undefined, {
      execute,
      timeout: timeoutSeconds,
    });
    try {
      return await this.#configuration;
    } catch (cause) {
      this.#configuration = null;
      throw new ProviderRefused('failed', { cause });
    }
  }
}

/** `a.b` of nested claims; a claim whose own name has dots is found first. */
function claimAt(claims: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
