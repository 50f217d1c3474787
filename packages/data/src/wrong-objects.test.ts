import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as data from './index';
import * as node from './node';

const table = data.Table.fromColumns({ x: [1, 2, 3], site: ['a', 'b', 'a'] });
const wrong: unknown[] = [
  undefined,
  null,
  5,
  'no\0path',
  true,
  Symbol('s'),
  () => 1,
  {},
  { length: 2 },
  [],
  [null],
  [undefined],
  [5],
  [[1, 2]],
  [{ x: 1 }],
  { x: [1] },
  { x: 1 },
  new Map([['x', [1]]]),
  new Date(0),
  new Float64Array(2),
  table,
  table.column('x'),
];
const any = (value: unknown) => value as never;
/** What engines and Node.js say of a wrong object, and no one else. */
const raw =
  /Cannot read|Cannot convert|Cannot destructure|Cannot mix|is not a function|is not iterable|not an object|undefined \(reading|Invalid array length|in operator|is not a constructor|must be of type/;

/** Every public entry, each argument in turn replaced by something else. */
const entries: Record<string, (value: never) => unknown> = {
  'new Table': value => new data.Table(value),
  'Table.fromColumns': value => data.Table.fromColumns(value),
  'Table.fromColumns, options': value => data.Table.fromColumns({ x: [1] }, value),
  'Table.fromColumns, like': like => data.Table.fromColumns({ x: [1] }, { like }),
  'Table.fromColumns, columns': columns => data.Table.fromColumns({ x: [1] }, { columns }),
  'Table.fromRows': value => data.Table.fromRows(value),
  'Table.fromRows, options': value => data.Table.fromRows([{ x: 1 }], value),
  'Table.fromArrow': value => data.Table.fromArrow(value),
  'table.column': value => table.column(value),
  'table.select': value => table.select(value),
  'table.drop': value => table.drop(value),
  'table.take': value => table.take(value),
  'table.slice': value => table.slice(value),
  'table.withColumn, name': value => table.withColumn(value, [1, 2, 3]),
  'table.withColumn, values': value => table.withColumn('y', value),
  'table.concat': value => table.concat(value),
  requireTable: value => data.requireTable('table', value),
  requireColumns: value => data.requireColumns(value, ['x']),
  'requireColumns, names': value => data.requireColumns(table, value),
  requireNumericColumn: value => data.requireNumericColumn(value, 'x'),
  requireTarget: value => data.requireTarget(value, 'x'),
  requireRows: value => data.requireRows(value, 1),
  parseCsv: value => data.parseCsv(value),
  'parseCsv, options': value => data.parseCsv('x\n1\n', value),
  'parseCsv, like': like => data.parseCsv('x\n1\n', { like }),
  'parseCsv, columns': columns => data.parseCsv('x\n1\n', { columns }),
  'parseCsv, missingValues': missingValues => data.parseCsv('x\n1\n', { missingValues }),
  'parseCsv, delimiter': delimiter => data.parseCsv('x\n1\n', { delimiter }),
  'parseCsv, decimal': decimal => data.parseCsv('x\n1\n', { decimal }),
  'parseCsv, thousands': thousands => data.parseCsv('x\n1\n', { thousands }),
  'parseCsv, comment': comment => data.parseCsv('x\n1\n', { comment }),
  'parseCsv, index': index => data.parseCsv('x\n1\n', { index }),
  csvRows: value => data.csvRows(value).next(),
  'csvRows, options': value => data.csvRows(['x'], value).next(),
  csvLine: value => data.csvLine(value),
  tableToCsv: value => data.tableToCsv(value),
  quantile: value => data.quantile(value, 0.5),
  'quantile, share': value => data.quantile([1], value),
  sha256: value => data.sha256(value),
  readCsv: value => node.readCsv(value),
  'readCsv, options': value => node.readCsv('/nowhere', value),
  readCsvRows: value => node.readCsvRows(value).next(),
  CellReader: value => new data.CellReader(value),
  headerNames: value => data.headerNames(value, undefined),
  categoryMatcher: value => data.categoryMatcher(value),
  categoryPlaces: value => data.categoryPlaces(value, ['a']),
  unseenCategories: value => data.unseenCategories(value, table),
  'unseenCategories, like': value => data.unseenCategories(table, value),
  onWarning: value => data.onWarning(value)(),
  trainTestSplit: value => data.trainTestSplit(value, { testSize: 1, seed: 0 }),
  'trainTestSplit, options': value => data.trainTestSplit(table, value),
  kFold: value => data.kFold(value, { folds: 2, seed: 0 }),
  'kFold, options': value => data.kFold(10, value),
  createRandom: value => data.createRandom(value),
  randomFromState: value => data.randomFromState(value),
  meanSquaredError: value => data.meanSquaredError(value, value),
  rootMeanSquaredError: value => data.rootMeanSquaredError([1], value),
  meanAbsoluteError: value => data.meanAbsoluteError(value, [1]),
  r2Score: value => data.r2Score(value, [1]),
  accuracy: value => data.accuracy(value, [1]),
  'accuracy, yPred': value => data.accuracy([1], value),
  logLoss: value => data.logLoss(value, [0.5]),
  'logLoss, yPred': value => data.logLoss([1], value),
  rocAuc: value => data.rocAuc(value, [0.5, 1]),
  'rocAuc, yPred': value => data.rocAuc([0, 1], value),
  modelFolderExists: value => data.modelFolderExists(value),
  readModelFolder: value => data.readModelFolder(value),
  'writeModelFolder, folder': value => data.writeModelFolder(value, {}, {}),
  'writeModelFolder, manifest': async value =>
    data.writeModelFolder(await mkdtemp(join(tmpdir(), 'wrong-')), value, {}),
  'writeModelFolder, files': async value =>
    data.writeModelFolder(await mkdtemp(join(tmpdir(), 'wrong-')), {}, value),
  'writeFileAtomic, path': value => node.writeFileAtomic(value, 'x'),
  'writeFileAtomic, contents': async value =>
    node.writeFileAtomic(join(await mkdtemp(join(tmpdir(), 'wrong-')), 'f'), value),
  parseStrictJson: value => data.parseStrictJson(value),
};

describe('a wrong object', () => {
  it.each(Object.keys(entries))(
    'in %s gets an error that says what was expected, or is taken',
    async name => {
      for (const value of wrong) {
        let message = '';
        try {
          await entries[name]!(any(value));
        } catch (error) {
          message = (error as Error).message;
          expect(['TypeError', 'RangeError', 'HephError', 'SyntaxError']).toContain((error as Error).name);
        }
        expect(message).not.toMatch(raw);
      }
    },
  );
});
