// Letters of alerts: what waits is read from the database, so a restart goes on; a bounded number of tries with growing
// waits, then given up and shown to the administrator. A letter says that there is something to see, and where: no officer,
// no figure, no text, no time.
import { createTransport } from 'nodemailer';
import type { AlertSettings } from '../../shared/contract/alerts.ts';
import type { Services } from '../services.ts';
import type { MailRow } from '../storage/alert-store.ts';
import { retryDelayMs } from '../webhooks/retry-delay.ts';

export interface MailServer {
  smtp: NonNullable<AlertSettings['smtp']>;
  password: string | null;
}

export type MailServices = Pick<Services, 'clock' | 'random' | 'centre' | 'commit' | 'stores'>;

const attemptsMax = 8;
const atOnce = 10;
const timeoutMs = 15_000;
const sleepMsMax = 60_000;

export class Mailer {
  readonly #services: MailServices;
  readonly #server: () => MailServer | null;
  readonly #linkOf: (alert: string) => string;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #started = false;
  #closed = false;

  constructor(services: MailServices, server: () => MailServer | null, linkOf: (alert: string) => string) {
    this.#services = services;
    this.#server = server;
    this.#linkOf = linkOf;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }
  /** Looks for due letters once the open transaction, if any, has ended. */
  wake(): void {
    if (this.#started && !this.#closed) setImmediate(() => void this.flush());
  }

  /** Sends what is due; resolves when nothing is. */
  flush(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.#sleep();
    });
    return this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const next = this.#closed || !this.#started ? null : this.#services.stores.alerts.nextMailAt();
    if (next === null) return;
    const wait = Math.min(sleepMsMax, Math.max(1000, next - this.#services.clock()));
    this.#timer = setTimeout(() => void this.flush(), wait);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    const { stores, clock } = this.#services;
    const server = this.#server();
    if (server === null) return;
    for (;;) {
      const due = this.#closed ? [] : stores.alerts.dueMails(clock(), atOnce);
      if (due.length === 0) return;
      for (const mail of due) await this.#send(server, mail);
    }
  }

  async #send(server: MailServer, mail: MailRow): Promise<void> {
    const { stores, commit, clock, random } = this.#services;
    const failure = await deliver(server, mail.recipient, this.#letter(mail.alert));
    await commit.submit((tx) => {
      if (failure === null) {
        stores.alerts.mailSent(tx, mail.id);
        return;
      }
      const attempts = mail.attempts + 1;
      const wait = retryDelayMs(attempts, random(2).readUInt16BE() / 65_536);
      stores.alerts.mailFailed(tx, mail.id, failure, attempts >= attemptsMax ? null : clock() + wait);
    });
  }

  #letter(alert: string): { subject: string; text: string } {
    const { name } = this.#services.centre;
    const link = this.#linkOf(alert);
    return {
      subject: `Cảnh báo mới tại ${name}`,
      text: `Hệ thống Lắng Nghe có cảnh báo mới cần xem tại ${name}.\nMở liên kết sau và đăng nhập để xem, ghi việc đã làm:\n${link}\n\nThere is a new alert. Open the link above and sign in to see it and to note what was done.\n`,
    };
  }
}

/** Null when the mail server took it; else why not, in a few words without the password. */
export async function deliver(
  { smtp, password }: MailServer,
  to: string,
  letter: { subject: string; text: string },
): Promise<string | null> {
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from: smtp.from, to, ...letter });
    return null;
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    return `${code ?? 'failed'}${responseCode === undefined ? '' : ` ${responseCode}`}`;
  } finally {
    transport.close();
  }
}
