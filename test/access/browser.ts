// What a browser does with cookies, without one: keeps what it is sent, sends what it has, follows nothing by itself.
import { type Answer, ask } from '../support/server.ts';

export class CookieJar {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  readonly #headers: Record<string, string>;
  csrfToken = '';

  /** @param headers sent with every request, such as the address a proxy would name */
  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.#url, method, path, {
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(this.csrfToken === '' ? {} : { 'x-csrf-token': this.csrfToken }),
        ...this.#headers,
        ...headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value.join('='));
    }
    if (typeof answer.json?.csrfToken === 'string') this.csrfToken = answer.json.csrfToken;
    return answer;
  }

  signIn(name: string, password: string): Promise<Answer> {
    return this.ask('POST', '/api/session', { name, password });
  }
  get token(): string | undefined {
    return this.cookies.get('langnghe_session');
  }
}
