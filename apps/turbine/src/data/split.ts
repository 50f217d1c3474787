import { type Table, trainTestSplit } from '@heph/data';
import { yearColumn } from './columns';
import randomSplit from './random-split.json';

export const splitNames = ['random', 'temporal'] as const;

export type SplitName = (typeof splitNames)[number];

/** Rows to learn from, rows to select on, and rows to be scored on once. */
export interface Split {
  readonly name: SplitName;
  readonly train: Table;
  readonly validation: Table;
  readonly test: Table;
  /** Where the test rows are in the table that was divided, one by one. */
  readonly testRows: ArrayLike<number>;
  /** How the rows were divided, in a sentence. */
  readonly description: string;
}

export const testShare = 0.2;
export const validationShare = 0.1;
export const splitSeed = 42;

/** The data's authors train on the years up to 2013; the others are for testing. */
const trainingYears = ['2011', '2012'];
const validationYear = '2013';

/**
 * Divides the rows. The test rows are fixed by the split alone, the validation rows are a tenth of what is left.
 *
 * @throws HephError `invalid-data` if there are too few rows
 */
export function splitDataset(table: Table, name: SplitName): Split {
  return name === 'random' ? splitRandomly(table) : splitByYear(table);
}

/**
 * Four fifths against one. On the data as published the test rows are those that scikit-learn's
 * `train_test_split(test_size=0.2, random_state=42)` gives, so that other libraries can be scored on the same.
 */
function splitRandomly(table: Table): Split {
  const isPublished = table.numRows === randomSplit.rows;
  const {
    train,
    test,
    testIndices: testRows,
  } = isPublished
    ? takeApart(table, randomSplit.test)
    : trainTestSplit(table, { testSize: testShare, seed: splitSeed });
  const { train: learned, test: validation } = trainTestSplit(train, {
    testSize: validationShare,
    seed: splitSeed,
  });
  const which = isPublished
    ? 'the rows that scikit-learn’s train_test_split(test_size=0.2, random_state=42) gives'
    : `drawn with seed ${splitSeed}, as ${table.numRows.toLocaleString('en')} rows are not the published ${randomSplit.rows.toLocaleString('en')}`;
  return {
    name: 'random',
    train: learned,
    validation,
    test,
    testRows,
    description: `Random: a fifth of all rows are test rows (${which}); a tenth of the others are validation rows.`,
  };
}

/**
 * Learn from the past, be tested on the future. Validation looks forward too: it is the last of the training years. The
 * year itself is no feature here, since a test year was never seen.
 */
function splitByYear(table: Table): Split {
  const years = table.column(yearColumn);
  const rows = Array.from({ length: table.numRows }, (_, row) => row);
  const inYears = (chosen: readonly string[]) => rows.filter(row => chosen.includes(String(years.get(row))));
  const known = [...trainingYears, validationYear];
  const future = rows.filter(row => !known.includes(String(years.get(row))));
  const withoutYear = table.drop([yearColumn]);
  return {
    name: 'temporal',
    train: withoutYear.take(inYears(trainingYears)),
    validation: withoutYear.take(inYears([validationYear])),
    test: withoutYear.take(future),
    testRows: future,
    description: 'Temporal: trained on 2011–2013, tested on 2014–2015; 2013 has the validation rows.',
  };
}

function takeApart(table: Table, testRows: readonly number[]) {
  const isTest = new Set(testRows);
  const trainRows = Array.from({ length: table.numRows }, (_, row) => row).filter(row => !isTest.has(row));
  return { train: table.take(trainRows), test: table.take(testRows), testIndices: testRows };
}
