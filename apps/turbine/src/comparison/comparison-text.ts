import type { Dataset } from '../data/dataset';
import { count } from '../format';
import type { Comparison } from './comparison';
import { curveTable } from './curve-table';
import { renderTable } from './results-table';

/** A comparison for a terminal: tables, what they are of, and findings. */
export function comparisonText(
  { dataset, splitDescription, summaries, protocols, learningCurves, findings }: Comparison,
  { location }: Dataset,
): string {
  const place = location === undefined ? '' : ` in ${location}`;
  const [main, ...others] = protocols;
  const curves = protocols.flatMap(({ name }) => {
    const ofProtocol = learningCurves.filter(curve => curve.protocol === name);
    const which = protocols.length > 1 ? `, ${name} protocol` : '';
    return ofProtocol.length > 0
      ? [curveTable(`Test MSE by the share of the labels${which}`, ofProtocol)]
      : [];
  });
  return [
    `\n${renderTable(dataset.description, summaries)}`,
    ...(main && main.name !== 'fair' ? [main.description] : []),
    ...others.map(other => renderTable(other.description, other.summaries)),
    ...curves,
    `${count(dataset.rows)} rows${place}: ${count(dataset.train)} to train on, ${count(dataset.validation)} to validate, ${count(dataset.test)} to test.`,
    splitDescription,
    '',
    ...findings.map(finding => `• ${finding}`),
    '',
  ].join('\n');
}
