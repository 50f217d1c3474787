import { createRandom, parseCsv } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { CsvRecords } from './csv-records';
import { csvLine, tableToCsv } from './write-csv';

function cut(pieces: readonly string[]) {
  const records = new CsvRecords('test.csv');
  return [...pieces.flatMap(piece => records.add(piece)), ...records.end()];
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

describe('CsvRecords', () => {
  it('cuts rows and tells the lines they begin on', () => {
    const records = cut([text]);
    expect(records.map(record => record.cells)).toEqual(cells);
    expect(records.map(record => record.line)).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it('gives the same however the text is cut into pieces', () => {
    const whole = cut([text]);
    for (let size = 1; size < 12; size++) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
      expect(cut(pieces)).toEqual(whole);
    }
  });

  it('agrees with parseCsv about random cells', () => {
    const random = createRandom(2);
    const alphabet = ['x', '"', ',', '\n', '\r\n', ' ', 'ü', ''];
    const cell = () => `v${Array.from({ length: 6 }, () => alphabet[random.integer(8)]).join('')}`;
    const rows = Array.from({ length: 300 }, () => [cell(), cell(), cell()]);
    const written = [['a', 'b', 'c'], ...rows].map(csvLine).join('');
    expect(cut([written]).map(record => record.cells)).toEqual([['a', 'b', 'c'], ...rows]);
    expect(tableToCsv(parseCsv(written))).toBe(written);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', 'test.csv, line 2: expected a closing quote; found the end of the text'],
    ['a,b\n1,"2"3\n', 'test.csv, line 2: expected a comma or a line end after a closing quote'],
  ])('refuses %j', (broken, message) => {
    expect(() => cut([broken])).toThrow(message);
  });

  it('gives up on a quote that is never closed before memory runs out', () => {
    const records = new CsvRecords('test.csv');
    records.add('a,b\n1,"');
    expect(() => {
      for (let i = 0; i < 100; i++) records.add('x'.repeat(1 << 16));
    }).toThrow(/line 2: expected a closing quote; the row goes on and on/);
  });
});
