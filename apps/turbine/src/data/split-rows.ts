import { HephError, type Table, trainTestSplit } from '@heph/data';
import { type Split, type SplitName, splitSeed, testShare, validationShare } from './split';

/** Fewer rows cannot be divided into parts that mean anything. */
const fewestRows = 20;

/**
 * Divides any table: a fifth of the rows for the test, a tenth of the others for validation. `random` draws them;
 * `temporal` takes the rows to be in the order of time and learns from the first.
 *
 * @throws HephError `invalid-data` if there are fewer than 20 rows
 */
export function splitRows(table: Table, name: SplitName): Split {
  if (table.numRows < fewestRows)
    throw new HephError(
      'invalid-data',
      `expected at least ${fewestRows} rows to learn from and to test on; found ${table.numRows}`,
    );
  return name === 'random' ? drawn(table) : inOrder(table);
}

function drawn(table: Table): Split {
  const {
    train: rest,
    test,
    testIndices: testRows,
  } = trainTestSplit(table, { testSize: testShare, seed: splitSeed });
  const { train, test: validation } = trainTestSplit(rest, { testSize: validationShare, seed: splitSeed });
  return {
    name: 'random',
    train,
    validation,
    test,
    testRows,
    description: `Random: a fifth of all rows are test rows, drawn with seed ${splitSeed}; a tenth of the others are validation rows.`,
  };
}

function inOrder(table: Table): Split {
  const testFrom = Math.floor(table.numRows * (1 - testShare));
  const validationFrom = Math.floor(testFrom * (1 - validationShare));
  return {
    name: 'temporal',
    train: table.slice(0, validationFrom),
    validation: table.slice(validationFrom, testFrom),
    test: table.slice(testFrom),
    testRows: Array.from({ length: table.numRows - testFrom }, (_, i) => testFrom + i),
    description:
      'Temporal: rows are taken to be in the order of time; the last fifth are test rows, the last tenth of the others validation rows.',
  };
}
