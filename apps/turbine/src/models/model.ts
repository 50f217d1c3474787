import type { RandomForestRegressor } from '@heph/baselines';
import type { Table } from '@heph/data';
import type { InteractionConfig, InteractionReport, PairWeight } from '@heph/enhanced';
import type { ModelKey } from './names';

/** How far a fit has come; what a model does not know it leaves out. */
export interface FitProgress {
  /** From 0 to 1, for the bar and the time left. */
  readonly fraction?: number;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly loss?: number;
  /** On the validation rows; told once, at the end of an epoch. */
  readonly validationLoss?: number;
  /** Training rows worked through a second. */
  readonly rowsPerSecond?: number;
}

/** What a model is handed to fit with, besides the rows. */
export interface FitContext {
  /** The column to predict; all others are features. */
  readonly target: string;
  readonly seed: number;
  readonly progress: (progress: FitProgress) => void;
  /** Stop when this aborts. */
  readonly signal: AbortSignal;
  /** Where a network keeps its state after every epoch, and goes on from; other models are done too soon to need it. */
  readonly checkpointDir?: string;
  /** The validation rows may choose and nothing else: no model is to learn from them. */
  readonly chooseOnly?: boolean;
}

/** A model that can predict: one just fitted, or one read from a folder. */
export interface ReadyModel {
  /** One prediction a row, in the target's own units. */
  predict(table: Table): Promise<ArrayLike<number>>;
  /** Numbers that were learned: weights, or for trees the splits and the values in the leaves. */
  readonly params: number;
  /** Writes the model into a folder, as its package does. */
  save(directory: string): Promise<void>;
  /** The pairs of columns that a network models one by one; absent for models that have no such thing. */
  readonly pairs?: InteractionConfig['pairs'];
  /** How much such a network makes on some rows of each of these pairs, and of those of categories: shares of 1. */
  pairWeights?(table: Table): Promise<PairWeight[]>;
  /** What such a network's settings follow from; absent where nothing was found out. */
  readonly interactionReport?: InteractionReport;
  /** What trees can tell exactly of each prediction; absent for other models. */
  readonly trees?: TreeExplanations;
  /** Frees what the model holds outside the garbage collector's reach. */
  dispose?(): void;
}

/** The explanations that forests and boosted trees have in common. */
export type TreeExplanations = Pick<
  RandomForestRegressor,
  'numNodes' | 'shapValues' | 'shapInteractionValues'
>;

export interface FittedModel extends ReadyModel {
  /** What else is worth recording of the fit, such as the engine or the best epoch. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** One of the models that are compared. */
export interface ComparedModel {
  /** As it stands in the table. */
  readonly name: string;
  /** As `--models` takes it. */
  readonly key: ModelKey;
  readonly isNetwork: boolean;
  /** What it is, in half a sentence for the report. */
  readonly description: string;
  /**
   * Learns from `train`. `validation` is for choosing (for how many epochs to train, how much neighbours count); a model
   * may learn from it too, once there is nothing left to choose, unless it is there for choosing only.
   */
  fit(train: Table, validation: Table, context: FitContext): Promise<FittedModel>;
}
