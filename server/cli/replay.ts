// `replay`: drives a server through its public HTTP interface with the ratings of a file: makes the roster it needs,
// closes a visit a row and redeems its invitation, as a one-stop system and a citizen's phone would. A row without a
// rating is a visit that nobody rated.
//
// Every request is repeatable: a row's visit and response have ids that follow from the file and the row, so a replay
// that was cut off is resumed by running it again, and a second run changes nothing.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { InvalidArgumentError } from 'commander';
import { uuidOf } from '../uuid.ts';
import { findColumns } from './columns.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';
import { readCsv } from './table.ts';

interface Row {
  row: number;
  officer: string;
  procedure: string;
  counter: string;
  /** null: a visit that nobody rated. */
  rating: number | null;
}

interface Options {
  url: string;
  rate?: number;
  key?: string;
  data?: string;
  concurrency: number;
}

interface Totals {
  rows: number;
  visitsCreated: number;
  visitsKnown: number;
  accepted: number;
  repeated: number;
  refused: Record<string, number>;
}

const defaultCounterCount = 12;
const triesMax = 8;
const retryMs = 250;
const progressMs = 2000;

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('must be a number above 0');
  return value;
};

export const registerReplay: RegisterCommand = (program, cli) => {
  program
    .command('replay <file>')
    .description(
      'drive a server over HTTP with the ratings of a CSV file (officer, rating; procedure?, counter?)',
    )
    .requiredOption('--url <url>', 'address of the server')
    .option('--rate <n>', 'rows a second; as fast as the server answers when absent', positive)
    .option('--concurrency <n>', 'rows under way at once', positive, 32)
    .option('--key <secret>', 'API key with scopes visits:write and roster:write (or LANGNGHE_API_KEY)')
    .option('--data <dir>', 'data directory of a server on this machine, to make such a key')
    .action(async (file: string, options: Options) => {
      if (!URL.canParse(options.url)) throw new InputError(`--url ${options.url} is not an address`);
      const rows = await readRows(file);
      const key = await keyOf(options);
      const client = new Client(options.url, key, Math.ceil(options.concurrency));
      try {
        await putMissingRoster(client, rows);
        const fileHash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
        const startedAt = performance.now();
        const totals = await replayRows(client, rows, fileHash, options, (line) => cli.say(line));
        const seconds = (performance.now() - startedAt) / 1000;
        cli.answer(
          `${JSON.stringify({ ...totals, seconds: Number(seconds.toFixed(1)), rowsPerSecond: Math.round(rows.length / seconds) })}\n`,
        );
        if (Object.keys(totals.refused).length > 0) cli.exitCode = 1;
      } finally {
        client.close();
      }
    });
};

async function keyOf(options: Options): Promise<string> {
  const given = options.key ?? process.env.LANGNGHE_API_KEY;
  if (given !== undefined) return given;
  if (options.data === undefined) {
    throw new InputError('an API key is needed: --key, LANGNGHE_API_KEY, or --data to make one');
  }
  return withData(options.data, (context) =>
    context.access.createApiKey(['visits:write', 'roster:write'], 'replay'),
  );
}

async function readRows(file: string): Promise<Row[]> {
  const table = await readCsv(file);
  const cell = findColumns(
    table,
    { officer: ['cán bộ'], rating: ['mức hài lòng'], procedure: ['thủ tục'], counter: ['quầy'] },
    ['procedure', 'counter'],
  );
  const counterOf = new Map<string, string>();
  return table.rows.map((row) => {
    const officer = cell(row, 'officer');
    const rating = cell(row, 'rating');
    const where = { file: table.file, row: row.row };
    if (officer === '') throw new InputError('is empty', { ...where, column: 'officer' });
    if (!/^[1-5]?$/.test(rating)) {
      const reason = 'must be 1, 2, 3, 4 or 5, or empty for a visit that nobody rated';
      throw new InputError(reason, { ...where, column: 'rating' });
    }
    if (!counterOf.has(officer)) {
      counterOf.set(officer, `Q${String((counterOf.size % defaultCounterCount) + 1).padStart(2, '0')}`);
    }
    return {
      row: row.row,
      officer,
      procedure: cell(row, 'procedure') || 'P00',
      counter: cell(row, 'counter') || counterOf.get(officer)!,
      rating: rating === '' ? null : Number(rating),
    };
  });
}

/** Adds the officers, counters and procedures of the file that the server does not know yet. */
async function putMissingRoster(client: Client, rows: Row[]): Promise<void> {
  const known = (await client.ask('GET', '/api/roster')).body as Record<string, { code: string }[]>;
  const missing = (list: string, codes: string[]): string[] => {
    const there = new Set(known[list]!.map(({ code }) => code));
    return [...new Set(codes)].filter((code) => !there.has(code)).sort();
  };
  const officers = missing(
    'officers',
    rows.map(({ officer }) => officer),
  );
  const counters = missing(
    'counters',
    rows.map(({ counter }) => counter),
  );
  const procedures = missing(
    'procedures',
    rows.map(({ procedure }) => procedure),
  );
  if (officers.length + counters.length + procedures.length === 0) return;
  await client.ask('PUT', '/api/roster', {
    officers: officers.map((code) => ({ code, name: `Cán bộ ${code}` })),
    counters: counters.map((code) => ({ code, name: `Quầy ${code}` })),
    procedures: procedures.map((code) => ({ code, name: `Thủ tục ${code}`, field: '' })),
    duty: [],
  });
}

async function replayRows(
  client: Client,
  rows: Row[],
  fileHash: string,
  options: Options,
  say: (line: string) => void,
): Promise<Totals> {
  const questionnaire = (await client.ask('GET', '/api/questionnaire')).body as { version: string };
  const totals: Totals = {
    rows: rows.length,
    visitsCreated: 0,
    visitsKnown: 0,
    accepted: 0,
    repeated: 0,
    refused: {},
  };
  const startedAt = performance.now();
  let next = 0;
  let done = 0;
  let saidAt = startedAt;
  const refuse = (code: string): void => {
    totals.refused[code] = (totals.refused[code] ?? 0) + 1;
  };
  const one = async (row: Row): Promise<void> => {
    const externalId = `replay:${fileHash}:${row.row}`;
    const { officer, counter, procedure } = row;
    const visit = await client.ask('POST', '/api/visits', { externalId, officer, counter, procedure });
    if (visit.status >= 400) return refuse(codeOf(visit.body));
    if (visit.status === 201) totals.visitsCreated += 1;
    else totals.visitsKnown += 1;
    if (row.rating === null) return;
    const { url } = (visit.body as { invitation: { url: string } }).invitation;
    const response = await client.ask('POST', '/api/responses', {
      responseId: uuidOf(createHash('sha256').update(externalId).digest()),
      invitation: url.slice(url.lastIndexOf('/') + 1),
      questionnaire: questionnaire.version,
      answers: { officer: row.rating },
      locale: 'vi',
      ageSeconds: 0,
    });
    if (response.status === 201) totals.accepted += 1;
    else if (response.status === 200) totals.repeated += 1;
    else refuse(codeOf(response.body));
  };
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = next;
      next += 1;
      const row = rows[index];
      if (row === undefined) return;
      if (options.rate !== undefined) {
        const due = startedAt + (index * 1000) / options.rate;
        const wait = due - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
      await one(row);
      done += 1;
      if (performance.now() - saidAt > progressMs) {
        saidAt = performance.now();
        say(`${done} of ${rows.length} rows`);
      }
    }
  };
  await Promise.all(Array.from({ length: client.connections }, worker));
  say(`${done} of ${rows.length} rows`);
  return totals;
}

const codeOf = (body: unknown): string => String((body as { code?: unknown } | null)?.code ?? 'unknown');

/** Keeps connections open; tries again, a bounded number of times, when the server is away or busy. */
class Client {
  readonly connections: number;
  readonly #base: URL;
  readonly #key: string;
  readonly #agent: Agent;

  constructor(url: string, key: string, connections: number) {
    this.#base = new URL(url);
    this.#key = key;
    this.connections = connections;
    const options = { keepAlive: true, maxSockets: connections };
    this.#agent = this.#base.protocol === 'https:' ? new TlsAgent(options) : new Agent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await this.#once(method, path, body);
        if (answer.status === 401 || answer.status === 403) {
          throw new InputError(`the server refuses the API key (${codeOf(answer.body)})`);
        }
        if (answer.status !== 503 || tries >= triesMax) return answer;
      } catch (error) {
        if (error instanceof InputError) throw error;
        if (tries >= triesMax)
          throw new InputError(`no answer from ${this.#base.origin}: ${(error as Error).message}`);
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs * 2 ** (tries - 1)));
    }
  }

  #once(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const send = this.#base.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(
        new URL(path, this.#base),
        {
          method,
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.#key}`,
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': String(payload.length) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve({
                status: response.statusCode!,
                body: JSON.parse(Buffer.concat(parts).toString('utf8')),
              });
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      request.on('error', reject);
      request.end(payload);
    });
  }
}
