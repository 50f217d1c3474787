import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random/random';
import { csvRows, type CsvRow } from './csv-rows';
import { parseCsv } from './parse-csv';
import { csvLine, tableToCsv } from './write-csv';

async function cut(pieces: Iterable<string>) {
  const all: CsvRow[] = [];
  for await (const rows of csvRows(pieces, { source: 'test.csv' })) all.push(...rows);
  return all;
}

const text =
  'a,b,"c ""x"""\r\n1,"two, and\r\nmore",3\n\n,"",\r\n"last ""one""",x"y,7\n' +
  '"quoted end","5","6"\r\n8,9,"10"';
const cells = [
  ['a', 'b', 'c "x"'],
  ['1', 'two, and\r\nmore', '3'],
  ['', '', ''],
  ['last "one"', 'x"y', '7'],
  ['quoted end', '5', '6'],
  ['8', '9', '10'],
];

describe('csvRows', () => {
  it('cuts rows and tells the lines they begin on', async () => {
    const records = await cut([text]);
    expect(records.map(record => record.cells)).toEqual(cells);
    expect(records.map(record => record.line)).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it('gives the same however the text is cut into pieces', async () => {
    const whole = await cut([text]);
    for (let size = 1; size < 12; size++) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
      expect(await cut(pieces)).toEqual(whole);
    }
  });

  it('agrees with parseCsv about random cells, and with what csvLine and tableToCsv write', async () => {
    const random = createRandom(2);
    const alphabet = ['x', '"', ',', '\n', '\r\n', ' ', 'ü', ''];
    const cell = () => `v${Array.from({ length: 6 }, () => alphabet[random.integer(8)]).join('')}`;
    const rows = Array.from({ length: 300 }, () => [cell(), cell(), cell()]);
    const written = [['a', 'b', 'c'], ...rows].map(csvLine).join('');
    expect((await cut([written])).map(record => record.cells)).toEqual([['a', 'b', 'c'], ...rows]);
    expect(tableToCsv(parseCsv(written))).toBe(written);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', 'test.csv, line 2: expected a closing quote; found the end of the file'],
    ['a,b\n1,"2"3\n', 'test.csv, line 2: expected a delimiter or a line end after a closing quote'],
  ])('refuses %j', async (broken, message) => {
    await expect(cut([broken])).rejects.toThrow(message);
  });

  it('gives up on a quote that is never closed before memory runs out', async () => {
    function* endless() {
      yield 'a,b\n1,"';
      for (let i = 0; i < 200; i++) yield 'x'.repeat(1 << 16);
    }
    await expect(cut(endless())).rejects.toThrow(/line 2: expected a closing quote; the row goes on and on/);
  });
});
