import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { yearlyFiles } from '../../test/support/world';
import { archiveUrl, downloadArchive, unpackArchive } from './archive';

const signal = new AbortController().signal;

function zipOf(files: Readonly<Record<string, string>>, folder = ''): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [folder + name, strToU8(text)])),
  );
}

describe('unpackArchive', () => {
  it('takes the yearly files out of whichever folder they lie in, and nothing else', () => {
    const files = unpackArchive(zipOf({ ...yearlyFiles(), 'read.me': 'hello' }, 'pp_gas_emission/'));
    expect([...files.keys()].sort()).toEqual(Object.keys(yearlyFiles()));
    expect(new TextDecoder().decode(files.get('gt_2012.csv'))).toBe(yearlyFiles()['gt_2012.csv']);
  });

  it('names the years that are not in it', () => {
    const { 'gt_2011.csv': _2011, 'gt_2014.csv': _2014, ...others } = yearlyFiles();
    expect(() => unpackArchive(zipOf(others))).toThrow(/lacks gt_2011\.csv, gt_2014\.csv/);
  });

  it.each([
    ['no archive', strToU8('<html>Please sign in to the airport Wi-Fi</html>')],
    ['half an archive', zipOf(yearlyFiles()).slice(0, 2000)],
  ])('refuses %s', (_, bytes) => {
    expect(() => unpackArchive(bytes)).toThrow(/no zip archive/);
  });
});

describe('downloadArchive', () => {
  it('gives the bytes and tells how many came', async () => {
    const seen: [number, number | undefined][] = [];
    const archive = await downloadArchive({
      fetch: async url => {
        expect(url).toBe(archiveUrl);
        return new Response(new Uint8Array([1, 2, 3]), { headers: { 'content-length': '3' } });
      },
      signal,
      onProgress: (received, total) => seen.push([received, total]),
    });
    expect(Array.from(archive as Uint8Array)).toEqual([1, 2, 3]);
    expect(seen).toEqual([[3, 3]]);
  });

  it.each([
    [
      'no network',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') })),
      /ENOTFOUND/,
    ],
    ['a refusal', async () => new Response('no', { status: 503 }), /503/],
  ])('says why nothing came: %s', async (_, fetch, reason) => {
    expect(await downloadArchive({ fetch, signal })).toEqual({ failure: expect.stringMatching(reason) });
  });

  it('waits only so long for a server that does not answer', async () => {
    const result = await downloadArchive({ fetch: neverAnswers, signal, connectSeconds: 0.02 });
    expect(result).toEqual({ failure: 'no answer within 0.02 s' });
  });

  it('stops when the user does', async () => {
    const stop = new AbortController();
    const download = downloadArchive({ fetch: neverAnswers, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(download).rejects.toThrow('enough');
  });
});

/** As a firewall does that drops packets. */
const neverAnswers: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) =>
    init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason)),
  );
