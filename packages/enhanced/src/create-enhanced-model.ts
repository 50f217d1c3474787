import {
  AdaptiveFeatureEngineering,
  aggressiveSizes,
  moderateSizes,
  type AdaptiveAnalysisOptions,
  type ConfigChoice,
  type InteractionConfig,
} from '@heph/autoconfig';
import { checkOptions, HephError, type OptionNames, type Table } from '@heph/data';
import { requireConfig } from '@heph/transformer';
import {
  EnhancedTabularRegressor,
  enhancedRegressorOptionNames,
  type EnhancedTabularRegressorOptions,
} from './enhanced-tabular-regressor';

export interface CreateEnhancedModelOptions extends EnhancedTabularRegressorOptions {
  /** Rows that a random forest looks at to select the pairs; without them no pair is selected. */
  trainTable?: Table;
  /** The column to predict: the configuration's target, if it is given at all. */
  targetCol?: string;
  /** Larger ranks, more cross layers and less dropout. Default false. */
  aggressiveInteractions?: boolean;
  /** How the forest looks: `topPairs`, `method`, `signal`, `onProgress` and the like. Its seed is the model's. */
  analysis?: AdaptiveAnalysisOptions;
}

const optionNames: OptionNames<CreateEnhancedModelOptions> = {
  ...enhancedRegressorOptionNames,
  trainTable: true,
  targetCol: true,
  aggressiveInteractions: true,
  analysis: true,
};

/**
 * An `EnhancedTabularRegressor` configured by the data: a random forest on the training table selects the feature
 * pairs worth modelling, and the network gets them. Options given explicitly win over what was found; the model's
 * `interactionReport` says what that was.
 *
 * @throws HephError `schema-mismatch` if `targetCol` is not the configuration's target; as `analyzeFeatures` does
 *
 * @example
 * const model = await createEnhancedModel({ modelConfig, trainTable: train, targetCol: 'nox' });
 * await model.fit(train, { validation });
 */
export async function createEnhancedModel(
  options: CreateEnhancedModelOptions,
): Promise<EnhancedTabularRegressor> {
  checkOptions('createEnhancedModel', options, optionNames);
  const { trainTable, targetCol, aggressiveInteractions, analysis, interactionConfig, ...rest } = options;
  requireSameTarget(options);
  const aggressive = aggressiveInteractions ?? false;
  if (trainTable === undefined) {
    const sizes = aggressive ? aggressiveSizes : moderateSizes;
    return new EnhancedTabularRegressor({ ...rest, interactionConfig: { ...sizes, ...interactionConfig } });
  }
  const { modelConfig, seed = 0 } = options;
  const target = targetCol ?? modelConfig.target;
  if (target === null)
    throw new HephError('missing-column', 'expected a target to look for interactions with: give targetCol');
  const engineering = new AdaptiveFeatureEngineering(modelConfig);
  const { importances } = await engineering.analyzeFeatures(trainTable, target, { seed, ...analysis });
  return new EnhancedTabularRegressor({
    ...rest,
    interactionConfig: { ...engineering.getInteractionConfig({ aggressive }), ...interactionConfig },
    interactionReport: {
      importances,
      choices: engineering.explainConfig({ aggressive }).map(choice => asGiven(choice, interactionConfig)),
    },
  });
}

/** The configuration says what the model predicts, and which columns it does so from. */
function requireSameTarget({ modelConfig, targetCol }: CreateEnhancedModelOptions): void {
  requireConfig('modelConfig', modelConfig);
  if (targetCol === undefined || targetCol === modelConfig.target) return;
  const received =
    modelConfig.target === null
      ? 'a configuration without one'
      : `one whose target is "${modelConfig.target}"`;
  throw new HephError(
    'schema-mismatch',
    `expected a modelConfig whose target is targetCol, "${targetCol}"; received ${received}: ` +
      `SingleRowConfig.generate(table, { target: '${targetCol}' }) makes it`,
  );
}

/** What the caller has settled stands, beside what the data would have led to. */
function asGiven(choice: ConfigChoice, given: Partial<InteractionConfig> = {}): ConfigChoice {
  const value = given[choice.setting];
  if (value === undefined || value === choice.value) return choice;
  const found = Array.isArray(choice.value) ? `${choice.value.length} pairs` : String(choice.value);
  return { ...choice, value, reason: `given, instead of ${found} (${choice.reason})` };
}
