// One attempt to deliver one message: POST with the signature headers, no redirect followed, nothing of the answer kept but
// its status and Retry-After.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedLookup, checkTarget, TargetError } from './target.ts';

export interface Attempt {
  url: string;
  body: string;
  headers: Record<string, string>;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Why an attempt failed, in stable words an administrator can look up. */
export type AttemptFailure =
  | 'status'
  | 'redirect'
  | 'timeout'
  | 'unresolved'
  | 'certificate'
  | 'connection'
  | 'address-refused';

export type AttemptOutcome =
  | { ok: true; status: number }
  | { ok: false; failure: AttemptFailure; status?: number; retryAfterMs?: number };

/** Makes the attempt; never rejects. */
export function attempt({ url, body, headers, timeoutMs, signal }: Attempt): Promise<AttemptOutcome> {
  let target: URL;
  try {
    target = checkTarget(url);
  } catch {
    return Promise.resolve({ ok: false, failure: 'address-refused' });
  }
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const request = send(
      target,
      {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'langnghe-webhooks/1',
        },
        lookup: checkedLookup(target),
        signal: limited,
        // One connection a message: a pooled one could outlive the address check.
        agent: false,
      },
      (response) => {
        const status = response.statusCode ?? 0;
        const after = retryAfterMsOf(response.headers['retry-after']);
        // The status is the whole answer; a body of any length is not waited for.
        response.destroy();
        if (status >= 200 && status < 300) resolve({ ok: true, status });
        else {
          const failure = status >= 300 && status < 400 ? 'redirect' : 'status';
          resolve({ ok: false, failure, status, ...(after === undefined ? {} : { retryAfterMs: after }) });
        }
      },
    );
    request.on('error', (error) => resolve({ ok: false, failure: failureOf(error, limited) }));
    request.end(body);
  });
}

function failureOf(error: NodeJS.ErrnoException, limited: AbortSignal): AttemptFailure {
  if (error instanceof TargetError) return 'address-refused';
  if (limited.aborted) return 'timeout';
  const code = error.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unresolved';
  if (/CERT|SSL|TLS|SELF_SIGNED|ISSUER/.test(code)) return 'certificate';
  return 'connection';
}

/** Retry-After in seconds; its other form, a date, is not used by receivers of webhooks. */
function retryAfterMsOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,7}$/.test(header) ? Number(header) * 1000 : undefined;
}
