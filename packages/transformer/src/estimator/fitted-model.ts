import type { InputEncoder } from '../encoding/input-encoder';
import type { TrainedNetwork } from './trained-network';

/** All that a fit leaves. A model has it whole or not at all: nothing of it is ever changed. */
export interface FittedModel<Options, Target, Completion> {
  readonly trained: TrainedNetwork;
  /** The encoding that was fitted on the training rows. */
  readonly encoder: InputEncoder;
  /** The options that another model would be the same with. */
  readonly options: Options;
  /** What was learned of the target column. */
  readonly target: Target;
  /** What the trained network is completed by; null where nothing is. */
  readonly completion: Completion | null;
}
