import { HephError, type Table } from '@heph/data';
import { analyzeFeatures, type AnalyzeFeaturesOptions } from './analyze-features';
import type { FeatureAnalysis } from './feature-analysis';
import { aggressiveSizes, moderateSizes, type InteractionConfig } from './interaction-config';

/** What has to be known of a model: which columns it reads, and how. `SingleRowConfig` of @heph/transformer has it. */
export interface ModelColumns {
  readonly target?: string | null;
  readonly numericColumns: readonly string[];
  readonly categoricalColumns: readonly string[];
}

/** Options of {@link AdaptiveFeatureEngineering.analyzeFeatures}: the columns are the model's. */
export type AdaptiveAnalysisOptions = Omit<AnalyzeFeaturesOptions, 'features' | 'categorical'>;

/**
 * Finds out which interactions a model should have: a random forest looks at the training rows and selects the pairs
 * of features worth modelling.
 *
 * @example
 * const engineering = new AdaptiveFeatureEngineering(modelConfig);
 * await engineering.analyzeFeatures(train, 'price');
 * const interactionConfig = engineering.getInteractionConfig();
 */
export class AdaptiveFeatureEngineering {
  private analysis: FeatureAnalysis | undefined;

  constructor(readonly modelConfig: ModelColumns) {}

  /**
   * Looks at the columns of the model. Analysing again replaces what was found.
   * @throws as {@link analyzeFeatures} does
   */
  async analyzeFeatures(
    trainTable: Table,
    targetCol: string,
    options: AdaptiveAnalysisOptions = {},
  ): Promise<FeatureAnalysis> {
    const { numericColumns, categoricalColumns } = this.modelConfig;
    const features = [...numericColumns, ...categoricalColumns].filter(name => name !== targetCol);
    const columns = { features, categorical: categoricalColumns };
    this.analysis = await analyzeFeatures(trainTable, targetCol, { ...options, ...columns });
    return this.analysis;
  }

  /**
   * What the analysis comes to. Pairs of categories are embedded only where there are two categorical columns.
   *
   * @param options.aggressive larger ranks, more cross layers and less dropout
   * @throws HephError `not-fitted` before {@link analyzeFeatures}
   */
  getInteractionConfig({ aggressive = false }: { aggressive?: boolean } = {}): InteractionConfig {
    if (!this.analysis)
      throw new HephError('not-fitted', 'nothing is known of the features yet: call analyzeFeatures first');
    return {
      useLowRankCross: true,
      useCatInteractions: this.modelConfig.categoricalColumns.length >= 2,
      useCrossNet: true,
      ...(aggressive ? aggressiveSizes : moderateSizes),
      pairs: [...this.analysis.pairs],
    };
  }
}
