import { describe, expect, it } from '@jest/globals';
import { Table } from '../table/table';
import { missingWords } from './missing-words';
import { parseCsv } from './parse-csv';

const column = (cells: readonly string[], options = {}) =>
  parseCsv(`x,other\n${cells.map(cell => `${cell},0\n`).join('')}`, options).column('x');
const values = (cells: readonly string[], options = {}) =>
  cells.map((_, row) => column(cells, options).get(row));

describe('a missing cell', () => {
  it.each(missingWords)('is %j, in numbers and in text, quoted or with white space around it', word => {
    expect(values(['1', word, ` ${word} `, `"${word}"`])).toEqual([1, null, null, null]);
    expect(values(['a', word, ` ${word} `, `"${word}"`])).toEqual(['a', null, null, null]);
  });

  it.each(['na', 'none', 'Null', '-', '--', 'missing', 'NAN', '#VALUE!', 'N.A.'])('is not %j', word => {
    expect(values(['a', word])).toEqual(['a', word]);
  });

  it('is what is asked for instead, also where that is a number', () => {
    expect(values(['1', '-999', '3'], { missingValues: ['-999'] })).toEqual([1, null, 3]);
    expect(values(['1', '-999.0', ' -999'], { missingValues: ['-999'] })).toEqual([1, -999, null]);
    expect(values(['NA', '?'], { missingValues: ['?'] })).toEqual(['NA', null]);
  });
});

describe('names made of digits stay text', () => {
  it.each<[string, string[]]>([
    ['with a leading zero', ['01234', '99999']],
    ['with a leading zero after others', ['12345', '01234']],
    ['with a leading zero and a point', ['12.5', '007.1']],
    ['zero twice', ['0', '00', '1']],
    ['of 19 digits', ['1234567890123456789', '1234567890123456788']],
    ['just beyond 2⁵³', ['1', '9007199254740993']],
    ['below −2⁵³', ['-9223372036854775808', '5']],
    ['with an exponent beside digits', ['1e2', '100', '10e1']],
    ['with exponents of several digits', ['10e1', '1e2']],
    ['with an exponent at the end', ['100', '200', '3E2']],
  ])('%s', (_, cells) => {
    expect(column(cells)).toMatchObject({ kind: 'categorical' });
    expect(values(cells)).toEqual(cells);
    expect(values(cells, { columns: { x: 'numeric' } })).toEqual(cells.map(Number));
  });

  it.each<[string, string[]]>([
    ['2⁵³ − 1', ['9007199254740991', '-9007199254740991']],
    ['fractions', ['0.5', '00', '1'].filter(cell => cell !== '00')],
    ['zero', ['0', '-0', '0.0']],
    ['large whole numbers beside fractions', ['123456789012345680000', '0.25']],
    ['exponents with a sign', ['1e+20', '100', '1e-05']],
    ['exponents beside fractions', ['1e3', '100', '2.5']],
    ['exponents alone', ['1e3', '2e5']],
    ['negative exponents alone', ['-2e3', '5']],
    ['a sign before zeros', ['+001.25', '-01.5']],
  ])('and numbers stay numbers: %s', (_, cells) => {
    expect(column(cells).kind).toBe('numeric');
    expect(values(cells)).toEqual(cells.map(Number));
  });

  it('also where a missing cell comes first', () => {
    expect(values(['', '01', 'NA'])).toEqual([null, '01', null]);
  });
});

describe('a first column without a name', () => {
  it('is an index and left out, as pandas and R write it', () => {
    expect(parseCsv(',a,b\n0,1,x\n1,2,y\n').toRows()).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
    expect(parseCsv('"","a"\n"1",5\n').toRows()).toEqual([{ a: 5 }]);
    expect(parseCsv(',a\n\n0,1\n\n').toRows()).toEqual([{ a: 1 }]);
  });

  it('is kept under a name that it is given', () => {
    expect(parseCsv(',a\n7,1\n', { index: 'row' }).toRows()).toEqual([{ row: 7, a: 1 }]);
    expect(() => parseCsv(',a\n7,1\n', { index: 'a' })).toThrow('found "a" twice');
  });

  it('counts as a cell', () => {
    expect(() => parseCsv(',a,b\n0,1\n')).toThrow(
      'CSV, line 2: expected 3 cells; found 2, nothing for column "b"',
    );
    expect(() => parseCsv(',a\n0,1,2\n')).toThrow('expected 2 cells; found 3, "2" after the last column');
    expect(() => parseCsv(',a,\n0,1,2\n')).toThrow('expected a column name; column 3 has none');
  });
});

it('names lose white space around them', () => {
  expect(parseCsv(' a, b ,\tc\n1,2,3\n').columnNames).toEqual(['a', 'b', 'c']);
  expect(() => parseCsv('a, a\n1,2\n')).toThrow('expected distinct column names; found "a" twice');
});

describe('numbers as countries write them', () => {
  it('have a comma before the fraction where told so', () => {
    const options = { decimal: ',' };
    expect(parseCsv('x;y\n1,5;a\n-,5;b\n2;c\n', options).toRows()).toEqual([
      { x: 1.5, y: 'a' },
      { x: -0.5, y: 'b' },
      { x: 2, y: 'c' },
    ]);
    expect(parseCsv('x\n1,5\n', options).toRows()).toEqual([{ x: 1.5 }]);
    expect(parseCsv('x;y\n1.5;0\n', options).column('x').kind).toBe('categorical');
  });

  it('have groups of digits where told so', () => {
    const read = (cells: string[], options: object) =>
      values(
        cells.map(cell => `"${cell}"`),
        options,
      );
    expect(read(['1,234', '12,34,567.5', '-7', '1234567'], { thousands: ',' })).toEqual([
      1234, 1234567.5, -7, 1234567,
    ]);
    expect(read(['1.234.567,25', '0,5'], { thousands: '.', decimal: ',' })).toEqual([1234567.25, 0.5]);
    expect(read(["1'234", '2'], { thousands: "'" })).toEqual([1234, 2]);
    expect(read(['1\u202f234', '2'], { thousands: '\u202f' })).toEqual([1234, 2]);
    expect(read(['1,23', '2'], { thousands: ',' })).toEqual(['1,23', '2']);
    expect(read(['1,234', '2'], {})).toEqual(['1,234', '2']);
  });

  it.each([
    [{ decimal: '' }, /decimal must be one character/],
    [{ decimal: '1' }, /decimal/],
    [{ thousands: '  ' }, /thousands must be one character/],
    [{ thousands: '.' }, /decimal and thousands must differ/],
  ])('refuse %j', (options, message) => {
    expect(() => parseCsv('x\n1\n', options)).toThrow(message);
  });
});

describe('comments', () => {
  const text = '# made by hand, "so\n\nx,y\n#,\n1,a\n2,"#b\n#c"\n# end';

  it('are lines that begin so, not cells', () => {
    expect(parseCsv(text, { comment: '#' }).toRows()).toEqual([
      { x: 1, y: 'a' },
      { x: 2, y: '#b\n#c' },
    ]);
    expect(parseCsv('#id,x\n1,2\n').columnNames).toEqual(['#id', 'x']);
    expect(parseCsv('// a\nx\n1\n', { comment: '//' }).toRows()).toEqual([{ x: 1 }]);
  });

  it('count as lines', () => {
    expect(() => parseCsv('# a\nx,y\n# b\n1,2\n\n# c\n3\n', { comment: '#' })).toThrow(
      'CSV, line 7: expected 2 cells; found 1',
    );
    expect(() => parseCsv('# a\nx,y\n"1\n",2\n# b\n"3"4,5\n', { comment: '#' })).toThrow(
      'CSV, line 6: expected a delimiter or a line end after a closing quote',
    );
    expect(() => parseCsv('# a\nx,y\n1,"2\n', { comment: '#' })).toThrow(
      'CSV, line 3: expected a closing quote',
    );
    expect(() => parseCsv('# a\n# b', { comment: '#' })).toThrow('the file is empty');
  });

  it('are left out wherever the text is cut into pieces', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},"site, ${i % 7}"\n# comment ${i}\n`);
    const long = parseCsv(`x,y\n${rows.join('')}`, { comment: '#' });
    expect(long.numRows).toBe(60_000);
    expect(long.column('x').get(59_999)).toBe(59_999);
  });
});

describe('the delimiter is guessed', () => {
  it.each<[string, string, string[]]>([
    ['a comma', 'x,y\n1,2\n', ['x', 'y']],
    ['a semicolon', 'x;y\n1,5;2\n', ['x', 'y']],
    ['a tab', 'x\ty\tz\n1\t2\t3\n', ['x', 'y', 'z']],
    ['a bar', 'x|y\n1|2\n', ['x', 'y']],
    [
      'a semicolon although a name has a comma',
      'price;weight, kg;town\n1,5;2,5;Ulm\n',
      ['price', 'weight, kg', 'town'],
    ],
    ['a comma although a cell has semicolons', 'id,tags\n1,a;b;c\n2,a\n', ['id', 'tags']],
    ['a comma although quoted names have semicolons', '"a;b;c",d\n1,2\n', ['a;b;c', 'd']],
    ['none in one column of text', 'note\nhello; world\n', ['note']],
    ['what the names have where rows are uneven', 'x;y\n1;2\n3;4\n', ['x', 'y']],
    ['in names alone', 'x;y', ['x', 'y']],
    ['after blank lines', '\n\r\nx;y\n1;2\n', ['x', 'y']],
  ])('%s', (_, text, names) => {
    expect(parseCsv(text).columnNames).toEqual(names);
  });

  it('and what is malformed is still refused', () => {
    expect(() => parseCsv('x;y\n1;2\n3\n')).toThrow('CSV, line 3: expected 2 cells; found 1');
  });

  it('unless it is given', () => {
    expect(parseCsv('x;y\n1;2\n', { delimiter: ',' }).columnNames).toEqual(['x;y']);
    expect(parseCsv('x::y\n1::2\n', { delimiter: '::' }).columnNames).toEqual(['x', 'y']);
  });
});

describe('the next file is read with the kinds of training', () => {
  const training = parseCsv(
    'town,code,flag,year,x\nUlm,1,true,2011,0.5\nBonn,2,false,2012,1\nUlm,A,true,2011,\n',
    {
      columns: { year: 'categorical' },
    },
  );

  it('also where a column has no value, or numbers that were categories', () => {
    const next = parseCsv('x,town,code,flag,year\n,,2,,2012\n', { like: training });
    expect(next.schema).toEqual([
      { name: 'x', kind: 'numeric' },
      { name: 'town', kind: 'categorical', categories: [] },
      { name: 'code', kind: 'categorical', categories: ['2'] },
      { name: 'flag', kind: 'categorical', categories: [] },
      { name: 'year', kind: 'categorical', categories: ['2012'] },
    ]);
  });

  it('and with its spelling of categories', () => {
    const next = parseCsv('code,flag,year,town\n1.0,True,2011.0, Ulm\n,FALSE,,Köln\n2.00,true,2012,Bonn\n', {
      like: training,
    });
    expect(next.toRows()).toEqual([
      { code: '1', flag: 'true', year: '2011', town: 'Ulm' },
      { code: null, flag: 'false', year: null, town: 'Köln' },
      { code: '2', flag: 'true', year: '2012', town: 'Bonn' },
    ]);
    expect(next.column('flag')).toMatchObject({ categories: ['true', 'false'] });
  });

  it('and what training told apart stays apart', () => {
    const told = Table.fromColumns({ code: ['1', '1.0', '01'] });
    expect(
      parseCsv('code\n1.0\n1\n01\n1.00\n', { like: told })
        .toRows()
        .map(({ code }) => code),
    ).toEqual(['1.0', '1', '01', '1.00']);
  });

  it('and text in a column of numbers is refused with its place', () => {
    expect(() => parseCsv('x\nlow\n', { like: training })).toThrow(
      'CSV, line 2, column "x": expected a finite number; found "low"',
    );
  });

  it('unless `columns` says otherwise', () => {
    expect(parseCsv('year\n2011.0\n', { like: training, columns: { year: 'numeric' } }).toRows()).toEqual([
      { year: 2011 },
    ]);
  });

  it('and whole numbers beyond 2⁵³ that were numbers are numbers', () => {
    const wei = Table.fromColumns({ wei: Float64Array.of(1e18) });
    expect(parseCsv('wei\n1000000000000000001\n', { like: wei }).column('wei').kind).toBe('numeric');
  });
});

it('an option that does not exist is named', () => {
  expect(() => parseCsv('x\n1\n', { seperator: ';' } as object)).toThrow(
    /parseCsv has no option "seperator"/,
  );
});
