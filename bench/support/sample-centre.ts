// A centre for benches of the screens: the built server on a temporary data directory, over TLS, with counters and
// officers as labelled roles.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const embed = (await import(join(root, 'dist/server/embed.js'))) as typeof import('../../server/embed.ts');

export interface SampleCentre {
  url: string;
  port: number;
  context: import('../../server/context.ts').Context;
  stop(): Promise<void>;
}

export async function startSampleCentre(): Promise<SampleCentre> {
  const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-bench-'));
  const server = await embed.startServer({
    dataDir,
    distDir: join(root, 'dist'),
    host: '127.0.0.1',
    port: 0,
    tls: {
      certFile: join(root, 'test/fixtures/tls/localhost.cert.pem'),
      keyFile: join(root, 'test/fixtures/tls/localhost.key.pem'),
    },
    behindProxy: false,
    newCentre: {
      name: 'Trung tâm Phục vụ hành chính công (dữ liệu mẫu)',
      zone: 'Asia/Ho_Chi_Minh',
      sample: true,
    },
    logLevel: 'error',
  });
  const numbers = ['01', '02', '03', '04'];
  await server.context.roster.put({
    officers: numbers.map((number) => ({
      code: `CB${number}`,
      name: `Cán bộ ${number}`,
      position: 'Công chức',
    })),
    counters: numbers.map((number) => ({ code: `Q${number}`, name: `Quầy ${number}` })),
    procedures: [{ code: 'P01', name: 'Đăng ký thường trú', field: 'Cư trú' }],
    duty: [],
  });
  const port = Number(new URL(server.url).port);
  return {
    url: `https://localhost:${port}`,
    port,
    context: server.context,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
