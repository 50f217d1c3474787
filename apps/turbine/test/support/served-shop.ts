import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/main';
import { buildPage } from './build-page';
import { emptyWorld, shopCsv, type TestWorld } from './world';

export interface ServedShop {
  /** Where the page is to be seen. */
  readonly url: string;
  /** The static folder as `--out` writes it. */
  readonly site: string;
  /** Runs a command in the folder that has the model, and gives what it printed. */
  run(...args: readonly string[]): Promise<string>;
  write(name: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Trains a small network on a simulated shop, builds the page, and serves it; all for real. */
export async function serveShop(): Promise<ServedShop> {
  const folder = await mkdtemp(join(tmpdir(), 'turbine-page-'));
  const page = join(folder, 'page');
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const world = () => emptyWorld({ cwd: folder, page });
  async function run(...args: readonly string[]): Promise<string> {
    const io = await world();
    const code = await main(args, io);
    if (code !== 0) throw new Error(`turbine ${args.join(' ')}: exit code ${code}\n${io.stderr.text}`);
    return io.stdout.text;
  }

  buildPage(page);
  await write('shop.csv', withGaps(shopCsv()));
  const columns = ['--csv', 'shop.csv', '--target', 'price', '--categorical', 'year', '--drop', 'id'];
  await run('train', '--model', 'base', ...columns, '--out', 'out/shop');
  await mkdir(join(folder, 'reports'));
  await write('reports/mine.html', '<!doctype html><title>A report</title>');
  await run('serve', '--out', 'site', '--report', 'reports/mine.html');

  const server = await world();
  const serving = main(['serve', 'out/shop', '--port', '0', '--report', 'reports/mine.html'], server);
  const url = await Promise.race([addressIn(server), serving.then(() => fail(server))]);
  return {
    url,
    site: join(folder, 'site'),
    run,
    write,
    async stop() {
      server.stop.abort(new Error('interrupted'));
      await serving;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every tenth shop has not told its size. */
function withGaps(csv: string): string {
  return csv.replace(/^(\d*0),\d+/gm, '$1,');
}

/** Where a server that was started in that world is to be seen. */
export async function addressIn({ stdout }: TestWorld): Promise<string> {
  for (;;) {
    const [address] = /http:\S+/.exec(stdout.text) ?? [];
    if (address !== undefined) return address;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function fail({ stderr }: TestWorld): never {
  throw new Error(`turbine serve has ended: ${stderr.text}`);
}
