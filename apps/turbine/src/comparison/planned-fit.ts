import { createRandom, type Table } from '@heph/data';
import { yearColumn } from '../data/columns';
import type { Split } from '../data/split';
import type { ComparedModel } from '../models/model';
import type { ProtocolName } from './protocol';

/** What tells one fit of a model from another. */
export interface FitKey {
  readonly protocol: ProtocolName;
  /** The share of the labelled rows that the model may see, above 0 and at most 1. */
  readonly labelFraction: number;
  readonly seed: number;
}

/** One fit that a comparison consists of. */
export interface PlannedFit extends FitKey {
  readonly model: ComparedModel;
}

export interface FitPlan {
  readonly protocols: readonly ProtocolName[];
  readonly labelFractions: readonly number[];
  readonly seeds: readonly number[];
}

/** Every model by every protocol, share and seed, in the order in which they are fitted. */
export function planFits(models: readonly ComparedModel[], plan: FitPlan): PlannedFit[] {
  return plan.protocols.flatMap(protocol =>
    plan.labelFractions.flatMap(labelFraction =>
      models.flatMap(model => plan.seeds.map(seed => ({ model, protocol, labelFraction, seed }))),
    ),
  );
}

/** A fit in words: only what sets it apart from the plan's other fits of the model. */
export function describeFit({ model, protocol, labelFraction, seed }: PlannedFit, plan: FitPlan): string {
  return [
    model.name,
    plan.protocols.length > 1 && `${protocol} protocol`,
    plan.labelFractions.some(fraction => fraction < 1) && describeFraction(labelFraction),
    plan.seeds.length > 1 && `seed ${seed}`,
  ]
    .filter(part => typeof part === 'string')
    .join(', ');
}

/** `5%`, `0.25%`. */
export function shareInPercent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(4))}%`;
}

/** `5% of the labels`. */
export function describeFraction(fraction: number): string {
  return `${shareInPercent(fraction)} of the labels`;
}

/** The rows that a fit may learn from and choose by. */
export function rowsFor(
  { model, protocol, labelFraction, seed }: PlannedFit,
  split: Split,
): { train: Table; validation: Table } {
  const train = labelledSubset(split.train, labelFraction, seed);
  const validation = labelledSubset(split.validation, labelFraction, seed);
  if (protocol === 'fair') return { train, validation };
  if (model.isNetwork) return { train: train.concat(validation), validation: split.test };
  const withoutYear = (table: Table) => (table.has(yearColumn) ? table.drop([yearColumn]) : table);
  return { train: withoutYear(train), validation: withoutYear(validation) };
}

/** That share of the rows, in their order. With one seed, a larger share holds every smaller one. */
export function labelledSubset(table: Table, fraction: number, seed: number): Table {
  if (fraction === 1) return table;
  const rows = Math.max(1, Math.round(fraction * table.numRows));
  return table.take(createRandom(seed).permutation(table.numRows).slice(0, rows).sort());
}
