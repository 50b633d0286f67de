// A receiver of webhooks as an integrator would write one: a real HTTP server that checks every message with the
// `standardwebhooks` package. Tests say how it answers.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export class Receiver {
  readonly received: Received[] = [];
  /** Status of the next answers; `hang` answers nothing at all. */
  answer: number | 'hang' = 204;
  headers: Record<string, string> = {};
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        this.received.push({ headers: request.headers, body });
        if (this.answer !== 'hang') response.writeHead(this.answer, this.headers).end();
      });
    });
  }

  static async start(port = 0): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

export interface Message {
  type: string;
  timestamp: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read data of every type and assert on what they find.
  data: any;
}

/** Checks the signature as of `at` (epoch ms) and gives the message; throws WebhookVerificationError. */
export function verified(secret: string, { headers, body }: Received, at: number): Message {
  // The package reads the wall clock, the tests hold another.
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as Message;
  } finally {
    vi.useRealTimers();
  }
}
