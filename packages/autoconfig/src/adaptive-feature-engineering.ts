import { checkOptions, type Column, HephError, type Table } from '@heph/data';
import { analyzeFeatures, type AnalyzeFeaturesOptions } from './analyze-features';
import { chooseConfig, type ConfigChoice, type DataFacts } from './configuration/choose-config';
import type { FeatureAnalysis } from './feature-analysis';
import type { InteractionConfig } from './interaction-config';

/** What has to be known of a model: which columns it reads, and how. `SingleRowConfig` of @heph/transformer has it. */
export interface ModelColumns {
  readonly target?: string | null;
  /** Whether the target is classes, whatever its column holds. */
  readonly categoricalTarget?: boolean;
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
  private facts: DataFacts | undefined;

  constructor(readonly modelConfig: ModelColumns) {}

  /**
   * Looks at the columns of the model. Analysing again replaces what was found. The target is classes where the model
   * says so or its column is text or booleans, unless `task` tells otherwise.
   * @throws as {@link analyzeFeatures} does
   */
  async analyzeFeatures(
    trainTable: Table,
    targetCol: string,
    options: AdaptiveAnalysisOptions = {},
  ): Promise<FeatureAnalysis> {
    const { target, categoricalTarget, numericColumns, categoricalColumns } = this.modelConfig;
    const areClasses = categoricalTarget && target === targetCol;
    const task = options?.task ?? (areClasses ? 'classification' : undefined);
    const features = [...numericColumns, ...categoricalColumns].filter(name => name !== targetCol);
    const columns = { features, categorical: categoricalColumns };
    const analysis = await analyzeFeatures(trainTable, targetCol, {
      ...options,
      ...(task && { task }),
      ...columns,
    });
    this.facts = {
      numRows: trainTable.numRows,
      numericColumns,
      categoricalColumns,
      pairs: analysis.pairs,
      pairsInteract: (options.method ?? 'pathGain') === 'pathGain',
      cardinalities: categoricalColumns.map(name => cardinality(trainTable.column(name))),
    };
    return analysis;
  }

  /**
   * What the analysis comes to: the documented sizes, unless the data speak against one of them; {@link report} says
   * why. Pairs of categories are embedded only where a hash table can tell them apart.
   *
   * @param options.aggressive larger ranks, more cross layers and less dropout
   * @throws HephError `not-fitted` before {@link analyzeFeatures}
   */
  getInteractionConfig(options: { aggressive?: boolean } = {}): InteractionConfig {
    const choices = this.explainConfig(options).map(({ setting, value }) => [setting, value]);
    return Object.fromEntries(choices) as InteractionConfig;
  }

  /**
   * Every setting of {@link getInteractionConfig} with the reason for it.
   * @throws HephError `not-fitted` before {@link analyzeFeatures}
   */
  explainConfig(options: { aggressive?: boolean } = {}): ConfigChoice[] {
    checkOptions('getInteractionConfig', options, { aggressive: true });
    const { aggressive = false } = options;
    if (!this.facts)
      throw new HephError('not-fitted', 'nothing is known of the features yet: call analyzeFeatures first');
    return chooseConfig(this.facts, aggressive);
  }

  /**
   * The settings and their reasons as text, a line each.
   * @throws HephError `not-fitted` before {@link analyzeFeatures}
   */
  report(options: { aggressive?: boolean } = {}): string {
    const line = ({ setting, value, reason }: ConfigChoice) =>
      `${setting}: ${Array.isArray(value) ? value.length : String(value)} (${reason})`;
    return this.explainConfig(options).map(line).join('\n');
  }
}

/** How many different values a column has; missing ones do not count. */
function cardinality(column: Column): number {
  const values = new Set<number>(column.kind === 'numeric' ? column.values : column.codes);
  values.delete(column.kind === 'numeric' ? NaN : -1);
  return values.size;
}
