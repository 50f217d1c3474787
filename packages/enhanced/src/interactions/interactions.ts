import type { InteractionConfig } from '@heph/autoconfig';
import { type OptionNames, requireRows, type Table } from '@heph/data';
import {
  inference,
  type EncoderGraph,
  type FittedModel,
  type HeadParts,
  type ResolvedNetworkOptions,
  type SingleRowConfig,
} from '@heph/transformer';
import { buildInteractions } from './build-interactions';
import { resolveInteractionConfig } from './interaction-config';
import type { InteractionReport } from './interaction-report';
import { pairScores, pairVectors, type PairScore } from './pair-scores';

/** What the constructors of enhanced models take besides the options of their base. */
export interface InteractionOptions {
  /** Which interactions the network models; what is left out takes its default. See `@heph/autoconfig`. */
  interactionConfig?: Partial<InteractionConfig>;
  /** What the configuration follows from, to be kept with the model. */
  interactionReport?: InteractionReport;
}

export const interactionOptionNames: OptionNames<InteractionOptions> = {
  interactionConfig: true,
  interactionReport: true,
};

/** The interactions of one model: all that an enhanced model has and its base has not. */
export class Interactions {
  constructor(
    private readonly modelConfig: SingleRowConfig,
    private readonly options: InteractionOptions,
  ) {}

  /** Every default filled in. */
  get config(): InteractionConfig {
    return resolveInteractionConfig(this.options.interactionConfig);
  }

  get report(): InteractionReport | null {
    return this.options.interactionReport ?? null;
  }

  /** Parts of a head, beside those that it has anyway. */
  headParts(encoder: EncoderGraph, options: ResolvedNetworkOptions): HeadParts {
    return buildInteractions({ encoder, config: this.modelConfig, interactions: this.config, options });
  }

  /** The pair scores of a fitted model on the rows of a table. */
  scores(
    { trained, encoder }: Pick<FittedModel<unknown, unknown, unknown>, 'trained' | 'encoder'>,
    table: Table,
  ): Promise<PairScore[]> {
    requireRows(table, 1);
    const rows = encoder.encode(table);
    const parts = pairVectors(trained.network, this.modelConfig, this.config);
    return pairScores(parts, (name, network) => trained.run(name, () => inference(network), rows));
  }
}
