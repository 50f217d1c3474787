import { HephError } from '../errors';
import { CategoricalColumn, hasValues, NumericColumn, withoutValues, type Column } from './column';

/**
 * The rows of `first`, then those of `second`. Dictionaries merge: the first keeps its codes, new categories follow. A
 * column without any value fits either kind.
 * @throws HephError `schema-mismatch` if one is numeric and the other categorical
 */
export function concatColumns(first: Column, second: Column): Column {
  if (first.kind === 'numeric' && second.kind === 'numeric') return concatNumeric(first, second);
  if (first.kind === 'categorical' && second.kind === 'categorical') return concatCategorical(first, second);
  if (!hasValues(first)) return concatColumns(withoutValues(first, second.kind), second);
  if (!hasValues(second)) return concatColumns(first, withoutValues(second, first.kind));
  throw new HephError(
    'schema-mismatch',
    `column "${first.name}" is ${first.kind} in the first table and ${second.kind} in the second`,
  );
}

function concatNumeric(first: NumericColumn, second: NumericColumn): NumericColumn {
  const bothSingle = first.values.BYTES_PER_ELEMENT === 4 && second.values.BYTES_PER_ELEMENT === 4;
  const length = first.length + second.length;
  const values = bothSingle ? new Float32Array(length) : new Float64Array(length);
  values.set(first.values);
  values.set(second.values, first.length);
  return new NumericColumn(first.name, values);
}

function concatCategorical(first: CategoricalColumn, second: CategoricalColumn): CategoricalColumn {
  const codeOf = new Map(first.categories.map((category, code) => [category, code]));
  const recoded = second.categories.map(category => {
    const known = codeOf.get(category) ?? codeOf.size;
    codeOf.set(category, known);
    return known;
  });
  const codes = new Int32Array(first.length + second.length);
  codes.set(first.codes);
  for (let row = 0; row < second.length; row++) codes[first.length + row] = recoded[second.codes[row]!] ?? -1;
  return new CategoricalColumn(first.name, codes, Object.freeze([...codeOf.keys()]));
}
