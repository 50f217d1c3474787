import type * as tf from '@tensorflow/tfjs-core';
import { readTensors, writeTensors, type NamedTensors } from '../storage/network-weights';
import type { StoredTensor } from '../storage/safetensors';
import type { AdamW } from './adamw';
import type { WeightAverage } from './weight-average';
import type { WeightSnapshot } from './weight-snapshot';

const BEST = 'best/';

export interface TrainingTensorsParts {
  /** All weights of the network, those that are not trained included: statistics, states of random layers. */
  weights: NamedTensors<tf.Variable>;
  /** Those that are trained, in the order in which the average has them. */
  trained: readonly tf.Variable[];
  optimizer: AdamW;
  average: WeightAverage;
  best: WeightSnapshot;
}

/** Every tensor that a training changes, under names that are the same in every process. */
export class TrainingTensors {
  private readonly variables: NamedTensors<tf.Variable>;
  private readonly best: WeightSnapshot;

  constructor({ weights, trained, optimizer, average, best }: TrainingTensorsParts) {
    const names = new Map(Array.from(weights, ([name, weight]) => [weight.id, name]));
    this.best = best;
    this.variables = new Map([
      ...Array.from(weights, ([name, weight]): [string, tf.Variable] => [`weights/${name}`, weight]),
      ...trained.flatMap((weight, i): [string, tf.Variable][] => {
        const name = names.get(weight.id)!;
        const { mean, meanSquare } = optimizer.averagesOf(weight);
        return [
          [`average/${name}`, average.averages[i]!],
          [`mean/${name}`, mean],
          [`meanSquare/${name}`, meanSquare],
        ];
      }),
      ['beta1Power', optimizer.beta1Power],
      ['beta2Power', optimizer.beta2Power],
    ]);
  }

  read(): StoredTensor[] {
    const best = this.best.read().map(tensor => ({ ...tensor, name: `${BEST}${tensor.name}` }));
    return [...readTensors(this.variables), ...best];
  }

  /** @throws HephError `invalid-file` if they are not exactly the tensors of this training. */
  write(tensors: readonly StoredTensor[]): void {
    const best = tensors.filter(({ name }) => name.startsWith(BEST));
    writeTensors(
      this.variables,
      tensors.filter(({ name }) => !name.startsWith(BEST)),
    );
    this.best.write(best.map(tensor => ({ ...tensor, name: tensor.name.slice(BEST.length) })));
  }
}
