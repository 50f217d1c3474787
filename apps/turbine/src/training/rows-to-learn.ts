import { basename } from 'node:path';
import { HephError, type Table } from '@heph/data';
import { settingsOver, type CsvSettings } from '../csv/csv-settings';
import { target as gasTurbineTarget } from '../data/columns';
import { describeSource } from '../data/dataset';
import { readOwnTable } from '../data/own-table';
import { searchDataset } from '../data/search-dataset';
import { type Split, splitDataset, type SplitName } from '../data/split';
import { splitRows } from '../data/split-rows';
import type { Io } from '../io';

/** Which rows to train on, as the command line has it; `csv` is absolute. */
export interface RowsOptions extends CsvSettings {
  readonly data?: string;
  readonly csv?: string;
  readonly target?: string;
  readonly categorical?: readonly string[];
  readonly drop?: readonly string[];
  readonly split: SplitName;
}

export interface RowsToLearn {
  readonly target: string;
  readonly split: Split;
  /** Where the rows came from, in words. */
  readonly description: string;
}

/**
 * The rows to train on: a CSV file of the user's own, or else the gas-turbine data.
 *
 * @throws HephError naming the option, the file or the column that is wrong
 */
export async function rowsToLearn(options: RowsOptions, io: Io): Promise<RowsToLearn> {
  const { csv, drop = [] } = options;
  const rows = csv === undefined ? await gasTurbineRows(options, io) : await ownRows(csv, options);
  if (drop.includes(rows.target))
    throw new HephError('invalid-data', `--drop: the target "${rows.target}" cannot be left out`);
  const { train, validation, test } = rows.split;
  const split = {
    ...rows.split,
    train: train.drop(drop),
    validation: validation.drop(drop),
    test: test.drop(drop),
  };
  return { ...rows, split };
}

async function gasTurbineRows(options: RowsOptions, io: Io): Promise<RowsToLearn> {
  for (const name of ['target', 'categorical'] as const)
    if (options[name] !== undefined)
      throw new HephError(
        'invalid-data',
        `--${name} goes with --csv; the gas-turbine data has columns of its own`,
      );
  const dataset = await searchDataset(options.data, io);
  return {
    target: gasTurbineTarget,
    split: splitDataset(dataset.table, options.split),
    description: describeSource(dataset),
  };
}

async function ownRows(csv: string, options: RowsOptions): Promise<RowsToLearn> {
  const { data, target, categorical = [], split } = options;
  if (data !== undefined) throw new HephError('invalid-data', 'expected --data or --csv; received both');
  if (target === undefined)
    throw new HephError('invalid-data', '--csv needs --target: the column to predict');
  if (categorical.includes(target))
    throw new HephError('invalid-data', `--categorical: the target "${target}" must be a number`);
  const table = await readOwnTable({ file: csv, target, categorical, csv: settingsOver(options) });
  requireTargetIn(table, target, basename(csv));
  return { target, split: splitRows(table, split), description: basename(csv) };
}

/** The parts of a split no longer know which line of the file a row was on. */
function requireTargetIn(table: Table, target: string, file: string): void {
  const column = table.column(target);
  for (let row = 0; row < table.numRows; row++)
    if (column.get(row) === null)
      throw new HephError(
        'invalid-data',
        `${file}, row ${row + 1}, column "${target}": expected a number to learn from; the cell is empty`,
      );
}
