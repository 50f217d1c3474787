import type { InteractionConfig } from '@heph/autoconfig';
import type { OptionNames, Table } from '@heph/data';
import {
  type EncoderGraph,
  type HeadParts,
  type NetworkOptions,
  type ResolvedNetworkOptions,
  TabularClassifier,
  type TabularClassifierOptions,
  tabularModelOptionNames,
} from '@heph/transformer';
import { enhancedDefaults } from './interactions/enhanced-defaults';
import type { InteractionReport } from './interactions/interaction-report';
import { interactionOptionNames, Interactions, type InteractionOptions } from './interactions/interactions';
import { asWeights, type PairScore, type PairWeight } from './interactions/pair-scores';

export interface EnhancedTabularClassifierOptions extends TabularClassifierOptions, InteractionOptions {}

export const enhancedClassifierOptionNames: OptionNames<EnhancedTabularClassifierOptions> = {
  ...tabularModelOptionNames,
  ...interactionOptionNames,
};

/**
 * A `TabularClassifier` with the explicit feature interactions of `EnhancedTabularRegressor` beside the tokens in its
 * head. A drop-in for `TabularClassifier`; encoders pre-trained for one load into the other. Where no shape is asked for,
 * it has no attention and a head of three hidden layers.
 *
 * @example
 * const model = new EnhancedTabularClassifier({ modelConfig, interactionConfig: { lowRankRank: 32 } });
 * await model.fit(train, { validation });
 */
export class EnhancedTabularClassifier extends TabularClassifier<EnhancedTabularClassifierOptions> {
  private readonly interactions = new Interactions(this.modelConfig, this.options);

  protected override get kind(): string {
    return 'EnhancedTabularClassifier';
  }

  protected override get optionNames(): OptionNames<EnhancedTabularClassifierOptions> {
    return enhancedClassifierOptionNames;
  }

  /** The interactions in use, every default filled in. */
  get interactionConfig(): InteractionConfig {
    return this.interactions.config;
  }

  /** What was found in the data and why the interactions are what they are; null where nothing looked. */
  get interactionReport(): InteractionReport | null {
    return this.interactions.report;
  }

  /**
   * How much the network makes of each pair of columns that it models, on the rows of a table: the pair's share in what
   * all pairs contribute, the largest first.
   *
   * @throws HephError `not-fitted` before `fit`; `invalid-data` if there is no row
   */
  pairScores(table: Table): Promise<PairScore[]> {
    return this.withFitted(fitted => this.interactions.scores(fitted, table));
  }

  /** `pairScores` by its former name, with a `weight` for each `score`. */
  pairWeights(table: Table): Promise<PairWeight[]> {
    return this.pairScores(table).then(asWeights);
  }

  protected override preferredOptions(): NetworkOptions {
    return enhancedDefaults(this.options);
  }

  protected override headParts(encoder: EncoderGraph, options: ResolvedNetworkOptions): HeadParts {
    return { ...super.headParts(encoder, options), ...this.interactions.headParts(encoder, options) };
  }
}
