// `tls init`, `tls renew`, `tls show`: certificates of a centre without a public name. The fingerprint printed here is what
// a person compares on each tablet, so that nobody in between can put an authority of their own there.
import { mkdirSync } from 'node:fs';
import { orderServer } from '../server.ts';
import { serverNamesOf } from '../tls/authority.ts';
import { CertificateFolder, TlsError } from '../tls/certificate-folder.ts';
import { type CliContext, InputError, type RegisterCommand } from './command.ts';

export const registerTls: RegisterCommand = (program, cli) => {
  const tls = program.command('tls').description("certificates from the centre's own authority");

  tls
    .command('init')
    .description('make the authority and the certificate of the server; `serve` uses it from then on')
    .requiredOption('--data <dir>', 'data directory; made when it is not there')
    .requiredOption('--name <names>', 'host names and addresses of the server, comma-separated: for ever')
    .action((options: { data: string; name: string }) =>
      withTlsErrors(async () => {
        const names = namesOf(options.name);
        mkdirSync(options.data, { recursive: true, mode: 0o700 });
        const folder = new CertificateFolder(options.data);
        await folder.create(names, Date.now());
        cli.say('Put ca.crt on every tablet (docs/kiosk/tls.md) and compare this fingerprint there.');
        cli.say(
          'Whoever has tls/ca.key can pose as this server: keep it and its copies as secret as passwords.',
        );
        print(cli, folder);
      }),
    );

  tls
    .command('renew')
    .description('another certificate for the same names; a running server takes it up at once')
    .requiredOption('--data <dir>', 'data directory')
    .option('--ca-key <file>', "the authority's key, where it is not kept in the data directory")
    .action((options: { data: string; caKey?: string }) =>
      withTlsErrors(async () => {
        const folder = new CertificateFolder(options.data);
        await folder.renew(Date.now(), options.caKey);
        await orderServer(options.data, 'reload');
        print(cli, folder);
      }),
    );

  tls
    .command('show')
    .description('names, end and fingerprint')
    .requiredOption('--data <dir>', 'data directory')
    .action((options: { data: string }) =>
      withTlsErrors(async () => print(cli, new CertificateFolder(options.data))),
    );
};

function namesOf(text: string) {
  try {
    return serverNamesOf(text);
  } catch (error) {
    throw new InputError(`--name: ${(error as Error).message}`);
  }
}

function print(cli: CliContext, folder: CertificateFolder): void {
  const { names, expiresAt } = folder.server();
  const { fingerprint, expiresAt: authorityExpiresAt } = folder.authority();
  const answer = {
    names: names.map(({ value }) => value),
    expiresAt: new Date(expiresAt).toISOString(),
    authority: {
      file: folder.authorityFile,
      fingerprint,
      expiresAt: new Date(authorityExpiresAt).toISOString(),
      keyHere: folder.hasAuthorityKey(),
    },
  };
  cli.answer(`${JSON.stringify(answer, null, 2)}\n`);
}

async function withTlsErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TlsError) throw new InputError(error.message);
    throw error;
  }
}
