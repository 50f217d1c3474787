import { describe, expect, it } from '@jest/globals';
import { type HephError } from '../errors';
import { parseCsv } from './parse-csv';

const failure = (text: string, options = {}): HephError => {
  try {
    parseCsv(text, options);
  } catch (error) {
    return error as HephError;
  }
  throw new Error(`parsed ${JSON.stringify(text)}`);
};

describe('parseCsv', () => {
  it('finds out which columns are numbers', () => {
    const table = parseCsv('power,site\n1.5,north\n-2e3,south\n,north\n');
    expect(table.toRows()).toEqual([
      { power: 1.5, site: 'north' },
      { power: -2000, site: 'south' },
      { power: null, site: 'north' },
    ]);
    expect(table.column('power').kind).toBe('numeric');
    expect(table.column('site')).toMatchObject({ kind: 'categorical', categories: ['north', 'south'] });
  });

  it('reads quotes, delimiters and line breaks within cells, and both line ends', () => {
    const table = parseCsv('name;note\r\n"a;b";"said ""no"""\n"two\r\nlines";plain\r\n', { delimiter: ';' });
    expect(table.toRows()).toEqual([
      { name: 'a;b', note: 'said "no"' },
      { name: 'two\r\nlines', note: 'plain' },
    ]);
  });

  it('keeps the text of cells that looked like numbers before the column turned out to be text', () => {
    const table = parseCsv('code,x\n007,1\n1.50,2\nA1,3\n007,4\n');
    expect(table.toRows().map(row => row['code'])).toEqual(['007', '1.50', 'A1', '007']);
    expect(table.column('x').kind).toBe('numeric');
  });

  it('reads more than one chunk as it reads one', () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => `${i},"site, ${i % 7}"`);
    const table = parseCsv(`id,site\n${rows.join('\n')}`);
    expect(table.numRows).toBe(150_000);
    expect(table.column('id').get(149_999)).toBe(149_999);
    expect(table.column('site').get(149_999)).toBe(`site, ${149_999 % 7}`);
  });

  it('takes the usual signs for a missing value, or the ones it is given', () => {
    const text = 'x,y\nNA,a\n?,null\n NaN ,-\nnan,b\n3,c';
    expect(parseCsv(text).toRows()).toEqual([
      { x: null, y: 'a' },
      { x: null, y: null },
      { x: null, y: '-' },
      { x: null, y: 'b' },
      { x: 3, y: 'c' },
    ]);
    const other = parseCsv('x\n-\n3\n', { missingValues: ['-'] });
    expect(other.toRows()).toEqual([{ x: null }, { x: 3 }]);
  });

  it('obeys declared kinds', () => {
    const table = parseCsv('year,x\n2011,NA\n2012,NA\n', { columns: { year: 'categorical' } });
    expect(table.column('year')).toMatchObject({ kind: 'categorical', categories: ['2011', '2012'] });
    expect(table.column('x').kind).toBe('numeric');
    expect(failure('x\n1\nmany\n', { columns: { x: 'numeric' } }).message).toBe(
      'CSV, line 3, column "x": expected a finite number; found "many"',
    );
    expect(failure('x\n1\n', { columns: { y: 'numeric' } }).code).toBe('missing-column');
  });

  it('names columns itself where there is no header', () => {
    expect(parseCsv('1,a\n2,b', { header: false }).toRows()).toEqual([
      { column1: 1, column2: 'a' },
      { column1: 2, column2: 'b' },
    ]);
  });

  it('skips blank lines, but not in a table of one column', () => {
    expect(parseCsv('\n\nx,y\n\n1,2\n\n\n3,4\n\n').numRows).toBe(2);
    expect(parseCsv('x\n1\n\n3\n').toRows()).toEqual([{ x: 1 }, { x: null }, { x: 3 }]);
  });

  it('drops a byte order mark and keeps the order of names that are numbers', () => {
    expect(parseCsv('\ufeffx,2011,7\n1,2,3').columnNames).toEqual(['x', '2011', '7']);
  });

  it('gives a table without rows for a header alone', () => {
    expect(parseCsv('x,y\n')).toMatchObject({ numRows: 0, columnNames: ['x', 'y'] });
  });

  it.each([
    ['', 'CSV, line 1: expected a line of column names; the file is empty'],
    ['\n\n', 'CSV, line 1: expected a line of column names; the file is empty'],
    [
      'x,y\n1,2\n3\n',
      'CSV, line 3: expected 2 cells; found 1, nothing for column "y" (is the file cut off?), in "3"',
    ],
    ['x,y\n1,2,9\n', 'CSV, line 2: expected 2 cells; found 3, "9" after the last column, in "1,2,9"'],
    [
      'x,y\n"a\nb",2\n3\n',
      'CSV, line 4: expected 2 cells; found 1, nothing for column "y" (is the file cut off?), in "3"',
    ],
    ['x\n"a\n', 'CSV, line 2: expected a closing quote; found the end of the file (is it cut off?)'],
    [
      'x\n1\n"a"b\n',
      'CSV, line 3: expected a delimiter or a line end after a closing quote; found more text',
    ],
    ['x,x\n', 'CSV, line 1: expected distinct column names; found "x" twice'],
    ['x,,z\n', 'CSV, line 1: expected a column name; column 2 has none'],
    ['x\ry\r', 'CSV, line 1: expected lines that end in \\n or \\r\\n; found a lone \\r'],
    ['x,y\n1,2\n3,-Infinity\n', 'CSV, line 3, column "y": expected a finite number; found "-Infinity"'],
    ['x,y\n1,2\n3,1e999\n', 'CSV, line 3, column "y": expected a finite number; found "1e999"'],
  ])('refuses %j', (text, message) => {
    expect(failure(text)).toMatchObject({ code: 'invalid-csv', message });
  });

  it('takes an infinite word for text where the column is text', () => {
    expect(parseCsv('name\ninf\nada\n').toRows()).toEqual([{ name: 'inf' }, { name: 'ada' }]);
  });

  it('names the source', () => {
    expect(failure('', { source: 'gt_2011.csv' }).message).toMatch(/^gt_2011\.csv, line 1/);
  });

  it('refuses options of no use', () => {
    expect(() => parseCsv('x', { delimiter: '' })).toThrow(TypeError);
    expect(() => parseCsv('x', { columns: { x: 'text' as 'numeric' } })).toThrow(/columns\["x"\]/);
    expect(() => parseCsv(undefined as unknown as string)).toThrow(TypeError);
  });
});
