import { count, percent } from '../format';
import { framelessTable } from '../frameless-table';
import { modelNames } from '../models/names';
import type { Manifest } from '../training/model-manifest';
import type { Explanation, PairMethod } from './explain-model';

const mostPairs = 10;

/** An explanation for a terminal: a table of the columns, one of the pairs, and what the figures mean. */
export function explanationText(
  { columns, pairs, pairMethod, rows, shapRows, learnedPairs, settings }: Explanation,
  { kind, target }: Pick<Manifest, 'kind' | 'target'>,
): string {
  const largest = Math.max(...columns.map(({ importance }) => importance));
  const columnTable = framelessTable(
    ['Column', 'MSE grows by', '±', '', ...(shapRows === undefined ? [] : ['mean |SHAP|'])],
    columns.map(({ column, importance, deviation, shap }) => [
      column,
      figure(importance),
      figure(deviation),
      bar(importance / largest),
      ...(shap === undefined ? [] : [figure(shap)]),
    ]),
  );
  const ofShap =
    shapRows === undefined
      ? ''
      : ` Mean |SHAP| is how far the column moves a prediction, in units of ${target}, over ${count(shapRows)} of the rows.`;
  return [
    `What ${modelNames[kind]} needs to predict ${target}`,
    '',
    columnTable,
    '',
    `MSE grows by: the mean squared error on ${count(rows)} rows with the column’s values shuffled among them, less the error as it is (five times, ± standard deviation).${ofShap}`,
    '',
    pairText(pairs, pairMethod),
    '',
    ...(learnedPairs === undefined || learnedPairs.length === 0 ? [] : [learnedText(learnedPairs, rows), '']),
    ...(settings === undefined ? [] : [settingsText(settings), '']),
  ].join('\n');
}

/** What scores mean, by method, and what it says where there is no pair. */
const methods: Readonly<Record<PairMethod, { readonly meaning: string; readonly none: string }>> = {
  'selected for the network': {
    meaning:
      'what a forest found in the training rows before the network was built: the share of the target’s variance that the two explain together beyond what each does alone',
    none: 'no pair of columns was selected for this network',
  },
  'SHAP interaction values': {
    meaning:
      'mean absolute SHAP interaction values: how far the two together move a prediction beyond what each does alone',
    none: 'no two columns act together in these trees',
  },
  'pathGain of the predictions': {
    meaning:
      'the share of the predictions’ variance that the two columns explain together beyond what each does alone',
    none: 'the predictions depend on no two columns together as far as these rows show',
  },
};

function pairText(pairs: Explanation['pairs'], method: Explanation['pairMethod']): string {
  if (method === null)
    return 'Pairs: a linear model adds up its columns, so no pair counts for more than its two columns.';
  const { meaning, none } = methods[method];
  if (pairs.length === 0) return `Pairs: ${none}.`;
  const shown = pairs.slice(0, mostPairs);
  const table = framelessTable(
    ['Pair', 'Score'],
    shown.map(({ columns, score }) => [columns.join(' × '), figure(score)]),
  );
  return `${table}\n\nScore: ${meaning}.${andMore(pairs.length)}`;
}

function learnedText(pairs: NonNullable<Explanation['learnedPairs']>, rows: number): string {
  const table = framelessTable(
    ['Pair', 'Learned'],
    pairs.slice(0, mostPairs).map(({ columns, share }) => [columns.join(' × '), percent(share)]),
  );
  return `${table}\n\nLearned: the pair’s share in what all pairs that the network models one by one, those of categories too, contribute to its head, on ${count(rows)} rows.${andMore(pairs.length)}`;
}

/** The pairs are one of the settings, and have a table of their own. */
function settingsText(settings: NonNullable<Explanation['settings']>): string {
  const lines = settings.map(({ setting, value, reason }) => {
    const shown = Array.isArray(value) ? count(value.length) : String(value);
    return `${setting} = ${shown}: ${reason}`;
  });
  return ['Why the interactions are what they are', '', ...lines].join('\n');
}

function andMore(pairs: number): string {
  return pairs > mostPairs ? ` ${count(pairs - mostPairs)} more are in --json.` : '';
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function bar(share: number): string {
  return '█'.repeat(Math.max(0, Math.round(12 * share))).padEnd(12);
}
