import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TabularRegressor } from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressIn } from '../../test/support/served-shop';
import { emptyWorld, shopCsv, type TestWorld } from '../../test/support/world';
import { main } from '../main';
import { loadModelFolder } from '../training/model-folder';

let folder: string;

/** In a folder with two models, and with a page that is built: its script does not matter here. */
const world = (page = join(folder, 'page')) => emptyWorld({ cwd: folder, page });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turbine-serve-test-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'page', 'assets', 'page.js'), 'export {};');
  await writeFile(join(folder, 'shop.csv'), shopCsv());
  // A comparison of gas-turbine models: none of this shop's.
  await mkdir(join(folder, 'out', 'turbine'), { recursive: true });
  await writeFile(join(folder, 'out', 'turbine', 'report.html'), '<!doctype html><title>report</title>');
  for (const model of ['linear', 'base']) {
    const out = ['--out', join('out', model)];
    await runs(
      await world(),
      ...['train', '--csv', 'shop.csv', '--target', 'price', '--drop', 'id', '--model', model, ...out],
    );
  }
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function runs(io: TestWorld, ...args: string[]): Promise<void> {
  const code = await main(args, io);
  expect(io.stderr.text).not.toMatch(/error/);
  expect(code).toBe(0);
}

describe('serve', () => {
  it('writes a folder with all that a page needs, and nothing of who trained the network', async () => {
    const io = await world();
    await runs(io, 'serve', 'out/base', '--out', 'site');
    const files = ['assets', 'index.html', 'model.json', 'network'];
    expect((await readdir(join(folder, 'site'))).sort()).toEqual(files);
    expect(io.stdout.lines).toEqual([`Page: ${join(folder, 'site')}`]);

    const { manifest, model, sample } = await loadModelFolder(join(folder, 'out', 'base'));
    const text = await readFile(join(folder, 'site', 'model.json'), 'utf8');
    const { columns, targetProfile, interval } = manifest;
    expect(JSON.parse(text)).toMatchObject({
      title: 'price: what if?',
      model: 'Base Hephaestus',
      target: 'price',
      ...{ columns, targetProfile, interval },
      meanings: {},
      hasReport: false,
    });
    expect(text).not.toContain(JSON.stringify(manifest.machine));
    const { explanation } = JSON.parse(text);
    expect(new Set(explanation.columns.map(({ column }: { column: string }) => column))).toEqual(
      new Set(['size', 'town', 'year']),
    );

    const expected = await model.predict(sample);
    const served = await TabularRegressor.load(join(folder, 'site', 'network'));
    expect(await served.predict(sample)).toEqual(expected);
    served.dispose();
    model.dispose?.();
  });

  it('replaces a folder that it wrote, and takes a report along', async () => {
    await writeFile(join(folder, 'mine.html'), '<!doctype html><title>mine</title>');
    await runs(await world(), 'serve', 'out/base', '--out', 'twice');
    await writeFile(join(folder, 'twice', 'assets', 'of-an-older-page.js'), '');
    await runs(await world(), 'serve', 'out/base', '--out', 'twice', '--report', 'mine.html');
    expect(await readdir(join(folder, 'twice', 'assets'))).toEqual(['page.js']);
    expect(await readFile(join(folder, 'twice', 'report.html'), 'utf8')).toContain('mine');
    expect(JSON.parse(await readFile(join(folder, 'twice', 'model.json'), 'utf8')).hasReport).toBe(true);
  });

  it('serves the model that was trained last, until it is stopped', async () => {
    const io = await world();
    const serving = main(['serve', '--port', '0'], io);
    const url = await addressIn(io);
    const paths = [
      '',
      'assets/page.js',
      'model.json',
      'network/manifest.json',
      'nothing.js',
      '%2e%2e/shop.csv',
    ];
    const answers = await Promise.all(
      paths.map(async path => {
        const response = await fetch(url + path);
        return [path, response.status, response.headers.get('content-type')];
      }),
    );
    expect(answers).toEqual([
      ['', 200, 'text/html;charset=utf-8'],
      ['assets/page.js', 200, 'text/javascript'],
      ['model.json', 200, 'application/json'],
      ['network/manifest.json', 200, 'application/json'],
      ['nothing.js', 404, null],
      ['%2e%2e/shop.csv', 404, null],
    ]);
    expect(io.stdout.text).toContain(`${join('out', 'base')}: http://127.0.0.1:`);
    io.stop.abort(new Error('interrupted'));
    expect(await serving).toBe(130);
    expect(io.stderr.lines.at(-1)).toBe('stopped');
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    ['a model that is no network', ['out/linear'], /expected a network .*; found Linear Regression/],
    ['a folder without a model', ['page'], /no model in .*page/],
    ['a report that is not there', ['out/base', '--report', 'none.html'], /--report: there is no file none/],
    ['a folder of something else', ['out/base', '--out', 'out'], /cannot write .*out: expected a new folder/],
    ['a file where the folder shall be', ['out/base', '--out', 'shop.csv'], /shop\.csv is not a folder/],
    ['no port', ['out/base', '--port', '70000'], /'70000' is invalid.*from 0 to 65535/],
  ])('refuses %s', async (_, args, message) => {
    const io = await world();
    const before = await readdir(folder);
    expect(await main(['serve', ...args], io)).toBe(2);
    expect(io.stderr.lines).toEqual([expect.stringMatching(/^error: /)]);
    expect(io.stderr.text).toMatch(message);
    expect(await readdir(folder)).toEqual(before);
  });

  it('serves the report with a link to the page, and the page with a link to the report', async () => {
    await writeFile(
      join(folder, 'linked.html'),
      '<!doctype html><!-- link to the what-if page --><p>report</p>',
    );
    const io = await world();
    const serving = main(['serve', 'out/base', '--port', '0', '--report', 'linked.html'], io);
    const url = await addressIn(io);
    while (!io.stdout.text.includes(`Report: ${url}report.html\n`)) await nextTurn();
    const report = await (await fetch(`${url}report.html`)).text();
    expect(report).toMatch(/<a href=".\/">What if\?.*<p>report/);
    expect((await (await fetch(`${url}model.json`)).json()).hasReport).toBe(true);
    // Nobody is there who would look at it.
    expect(io.opened).toEqual([]);
    io.stop.abort(new Error('interrupted'));
    await serving;
  });

  it.each([
    ['opens the page on a terminal', [], 1],
    ['opens nothing with --no-open', ['--no-open'], 0],
  ])('%s', async (_, options, times) => {
    const io = await world();
    Object.assign(io.stdout, { isTTY: true });
    const serving = main(['serve', 'out/base', '--port', '0', ...options], io);
    const url = await addressIn(io);
    for (let turns = 0; turns < 10; turns++) await nextTurn();
    expect(io.opened).toEqual(new Array(times).fill(url));
    io.stop.abort(new Error('interrupted'));
    await serving;
  });

  it('serves the report alone where no model is trained yet', async () => {
    const io = await emptyWorld();
    await mkdir(join(io.cwd, 'out', 'turbine'), { recursive: true });
    await writeFile(join(io.cwd, 'out', 'turbine', 'report.html'), '<title>report</title>');
    const serving = main(['serve', '--port', '0'], io);
    const url = await addressIn(io);
    expect(url).toMatch(/\/report\.html$/);
    expect(await (await fetch(url)).text()).toBe('<title>report</title>');
    expect(io.stdout.text).toContain('No model is trained yet: after turbine train there is a what-if page');
    io.stop.abort(new Error('interrupted'));
    expect(await serving).toBe(130);
  });

  it('says how to train a model where there is none', async () => {
    const io = await emptyWorld();
    expect(await main(['serve'], io)).toBe(2);
    expect(io.stderr.text).toMatch(/^error: expected a model to serve; found none in .*out: turbine train/);
  });

  it('says how to build the page where it is not built', async () => {
    const io = await world(join(folder, 'nowhere'));
    expect(await main(['serve', 'out/base', '--port', '0'], io)).toBe(2);
    expect(io.stderr.text).toMatch(/^error: expected the built page in .*nowhere; npm run build/);
  });

  it('says where a port is taken', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const io = await world();
    expect(await main(['serve', 'out/base', '--port', String(port)], io)).toBe(2);
    expect(io.stderr.text).toMatch(/^error: cannot listen on 127\.0\.0\.1:\d+: .*--port 0/);
    await new Promise(resolve => other.close(resolve));
  });
});
