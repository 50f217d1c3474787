import type { ModelResult } from './model-result';
import type { ProtocolName } from './protocol';
import { type Spread, summarize } from './summary';

/** How a model's error falls with the number of labelled rows. */
export interface LearningCurve {
  readonly name: string;
  readonly protocol: ProtocolName;
  /** The smallest share first. */
  readonly points: readonly {
    readonly labelFraction: number;
    /** Labelled rows that the model learned from or chose by. */
    readonly labels: number;
    readonly mse: Spread;
  }[];
}

/** A curve for each model and protocol; none where all models saw the same share of the labels. */
export function learningCurves(results: readonly ModelResult[]): LearningCurve[] {
  const fractions = [...new Set(results.map(result => result.labelFraction))].sort((a, b) => a - b);
  if (fractions.length < 2) return [];
  const protocols = [...new Set(results.map(result => result.protocol))];
  return protocols.flatMap(protocol => {
    const ofProtocol = results.filter(result => result.protocol === protocol);
    const names = [...new Set(ofProtocol.map(result => result.name))];
    return names.map(name => ({
      name,
      protocol,
      points: fractions.flatMap(labelFraction => {
        const runs = ofProtocol.filter(
          result => result.name === name && result.labelFraction === labelFraction,
        );
        return summarize(runs).map(({ mse }) => ({ labelFraction, labels: runs[0]!.labels, mse }));
      }),
    }));
  });
}
