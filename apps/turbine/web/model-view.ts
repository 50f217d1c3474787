import { count, decimal } from '../src/format';
import { type PageData, siteFiles } from '../src/serve/page-data';
import { byId, element } from './dom';
import { showEffects } from './effect-list';
import type { TargetFormat } from './target-format';

const shownColumns = 12;

/** What does not depend on the values that are set: heading, importances, figures. */
export function showModel(data: PageData, format: TargetFormat): void {
  const { title, model, target, rows, scores, meanings } = data;
  document.title = byId('title').textContent = title;
  const what = meanings[target]?.text ?? target;
  byId('lead').replaceChildren(
    `Set the values, and see what the ${model} network predicts: ${what}. On ${count(rows.test)} rows that it had not seen it was off by ${format.withUnit(scores.mae)} on average.`,
    ...(data.hasReport
      ? [' ', element('a', { href: siteFiles.report }, 'Report of the comparison with other models')]
      : []),
  );
  showImportances(data);
  showFacts(data, format);
}

function showImportances({ explanation: { columns, rows } }: PageData): void {
  const effects = columns.slice(0, shownColumns).map(({ column, importance }) => ({
    label: column,
    value: Math.max(0, importance),
    text: importance.toLocaleString('en', { maximumSignificantDigits: 3 }),
  }));
  showEffects(byId('importances'), effects);
  byId('importances-note').textContent =
    `By how much the mean squared error on ${count(rows)} rows grows where a column’s values are shuffled among them.`;
}

function showFacts(data: PageData, format: TargetFormat): void {
  const { model, rows, scores, params, interval, trainedAt, explanation } = data;
  const pairs = explanation.pairs.slice(0, 3).map(({ columns }) => columns.join(' × '));
  const facts: [string, string][] = [
    ['Model', `${model}, ${count(params)} weights`],
    ['Rows', rows.description],
    ['Learned from', `${count(rows.learned)} rows`],
    ['Tested on', `${count(rows.test)} rows`],
    ['RMSE', format.withUnit(scores.rmse)],
    ['R²', scores.r2 === null ? 'none of a single row' : decimal(scores.r2, 4)],
    ['Interval', `± ${format.withUnit(interval.halfWidth)}, from ${count(interval.rows)} rows`],
    ...(pairs.length > 0 ? [['Pairs', pairs.join(', ')] as [string, string]] : []),
    ['Trained', new Date(trainedAt).toLocaleDateString('en', { dateStyle: 'long' })],
  ];
  byId('facts').replaceChildren(
    ...facts.flatMap(([term, text]) => [element('dt', {}, term), element('dd', {}, text)]),
  );
}
