// `serve`: the one process of a centre, until a signal asks it to stop.
import { InvalidArgumentError } from 'commander';
import { ZoneCalendar } from '../calendar.ts';
import { startServer } from '../server.ts';
import { StorageError } from '../storage/database.ts';
import { CertificateFolder, TlsError } from '../tls/certificate-folder.ts';
import { urlOf } from '../url.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { sampleCentre, seedSampleRoster } from './sample.ts';

interface Options {
  data: string;
  port: number;
  host: string;
  publicUrl?: string;
  tlsCert?: string;
  tlsKey?: string;
  /** False by --no-tls. */
  tls: boolean;
  installCaPort?: number;
  sample?: boolean;
  centre?: string;
  zone?: string;
  logOrigin?: string;
  behindProxy?: boolean;
}

const readPort = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is 0 to 65535');
  return port;
};

const readUrl = (text: string): string => {
  const url = urlOf(text);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new InvalidArgumentError('an address is https://NAME, without a path');
  }
  return url.origin;
};

export const registerServe: RegisterCommand = (program, cli) => {
  program
    .command('serve')
    .description('run the server of one centre')
    .requiredOption('--data <dir>', 'data directory; made when it is not there')
    .requiredOption('--port <n>', 'port to listen on; 0 takes a free one', readPort)
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option('--public-url <url>', 'address printed on slips', readUrl)
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'private key, PEM')
    .option('--no-tls', 'serve plain HTTP even where `tls init` has made a certificate')
    .option(
      '--install-ca-port <n>',
      'plain port on which tablets fetch the certificate that `tls init` made',
      readPort,
    )
    .option('--behind-proxy', 'trust X-Forwarded-* of a reverse proxy on this machine')
    .option('--centre <name>', 'name of the centre, when the data directory is new')
    .option('--zone <zone>', 'IANA time zone, when the data directory is new', 'Asia/Ho_Chi_Minh')
    .option(
      '--log-origin <name>',
      "name of the centre's log for ever, when the data directory is new (host of --public-url)",
    )
    .option('--sample', 'set up a new data directory as a sample centre, labelled so on every screen')
    .action(async (options: Options) => {
      if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
        throw new InputError('--tls-cert and --tls-key go together');
      }
      const own = new CertificateFolder(options.data);
      const files =
        options.tlsCert === undefined ? null : { certFile: options.tlsCert, keyFile: options.tlsKey! };
      if (!options.tls && files !== null) throw new InputError('--no-tls contradicts --tls-cert');
      const tls = options.tls ? (files ?? (own.hasAuthority() ? 'own' : undefined)) : undefined;
      if (options.installCaPort !== undefined && tls !== 'own') {
        throw new InputError('--install-ca-port needs the certificate that `tls init` makes');
      }
      try {
        new ZoneCalendar(options.zone!);
      } catch (error) {
        throw new InputError((error as Error).message);
      }
      const named = {
        name: options.centre ?? 'Trung tâm Phục vụ hành chính công',
        zone: options.zone!,
        sample: false,
      };
      try {
        const server = await startServer({
          dataDir: options.data,
          distDir: cli.distDir,
          host: options.host,
          port: options.port,
          publicUrl: options.publicUrl,
          tls,
          installCaPort: options.installCaPort,
          behindProxy: options.behindProxy === true,
          newCentre: options.sample === true ? { ...sampleCentre, zone: options.zone! } : named,
          newLogOrigin:
            options.logOrigin ??
            (options.publicUrl === undefined ? undefined : `${new URL(options.publicUrl).hostname}/log`),
          logLevel: 'info',
        });
        if (options.sample === true) await seedSampleRoster(server.context);
        if (tls === 'own') {
          cli.say(`authority of the certificate, SHA-256: ${own.authority().fingerprint}`);
        }
        cli.answer(
          `${JSON.stringify({ url: server.url, data: options.data, ...(server.installCaUrl === null ? {} : { installCa: server.installCaUrl }) })}\n`,
        );
        const code = server.context.firstAdministrator.newCode();
        if (code !== null) {
          cli.say(
            `nobody can sign in yet: open ${server.context.publicUrl()}/admin/setup#code=${code} within two hours, once`,
          );
        }
        await untilSignal();
        cli.say('stopping: finishing what waits …');
        await server.stop();
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (error instanceof TlsError) throw new InputError(error.message);
        if (error instanceof StorageError) throw new InputError(error.message);
        if (error instanceof RangeError) throw new InputError(error.message);
        if (code === 'EADDRINUSE') throw new InputError(`port ${options.port} is taken by another program`);
        if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOENT') {
          throw new InputError((error as Error).message);
        }
        throw error;
      }
    });
};

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
