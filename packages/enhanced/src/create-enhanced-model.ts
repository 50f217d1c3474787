import {
  AdaptiveFeatureEngineering,
  aggressiveSizes,
  moderateSizes,
  type AdaptiveAnalysisOptions,
  type ConfigChoice,
  type InteractionConfig,
  type Task,
} from '@heph/autoconfig';
import { checkOptions, HephError, type OptionNames, type Table } from '@heph/data';
import { checkOneOf } from '@heph/estimator';
import { requireConfig } from '@heph/transformer';
import { EnhancedTabularClassifier } from './enhanced-tabular-classifier';
import {
  EnhancedTabularRegressor,
  enhancedRegressorOptionNames,
  type EnhancedTabularRegressorOptions,
} from './enhanced-tabular-regressor';

export interface CreateEnhancedModelOptions extends EnhancedTabularRegressorOptions {
  /**
   * Whether the model predicts numbers or classes. Default: 'classification' where the target is categorical, by the
   * configuration or by its column in `trainTable`, otherwise 'regression'.
   */
  task?: Task;
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
  task: true,
  trainTable: true,
  targetCol: true,
  aggressiveInteractions: true,
  analysis: true,
};

/**
 * An `EnhancedTabularRegressor` configured by the data, or an `EnhancedTabularClassifier` where the target is classes: a
 * random forest on the training table selects the feature pairs worth modelling, and the network gets them. Options given
 * explicitly win over what was found; the model's `interactionReport` says what that was.
 *
 * Types know of classes only by `task: 'classification'`: where the target is categorical, write it.
 *
 * @throws RangeError if there is no such task
 * @throws TypeError at options of regressors for a classifier
 * @throws HephError `schema-mismatch` if `targetCol` is not the configuration's target; as `analyzeFeatures` does
 *
 * @example
 * const model = await createEnhancedModel({ modelConfig, trainTable: train, targetCol: 'nox' });
 * await model.fit(train, { validation });
 */
export function createEnhancedModel(
  options: CreateEnhancedModelOptions & { task: 'classification' },
): Promise<EnhancedTabularClassifier>;
export function createEnhancedModel(
  options: CreateEnhancedModelOptions & { task?: 'regression' },
): Promise<EnhancedTabularRegressor>;
export function createEnhancedModel(
  options: CreateEnhancedModelOptions,
): Promise<EnhancedTabularRegressor | EnhancedTabularClassifier>;
export async function createEnhancedModel(
  options: CreateEnhancedModelOptions,
): Promise<EnhancedTabularRegressor | EnhancedTabularClassifier> {
  checkOptions('createEnhancedModel', options, optionNames);
  const { task: _, trainTable, targetCol, aggressiveInteractions, analysis, ...given } = options;
  requireSameTarget(options);
  const task = taskOf(options);
  const Model = task === 'regression' ? EnhancedTabularRegressor : EnhancedTabularClassifier;
  const aggressive = aggressiveInteractions ?? false;
  const { modelConfig, interactionConfig, seed = 0 } = given;
  if (trainTable === undefined) {
    const sizes = aggressive ? aggressiveSizes : moderateSizes;
    return new Model({ ...given, interactionConfig: { ...sizes, ...interactionConfig } });
  }
  const target = targetCol ?? modelConfig.target;
  if (target === null)
    throw new HephError('missing-column', 'expected a target to look for interactions with: give targetCol');
  const engineering = new AdaptiveFeatureEngineering(modelConfig);
  const { importances } = await engineering.analyzeFeatures(trainTable, target, { seed, task, ...analysis });
  return new Model({
    ...given,
    interactionConfig: { ...engineering.getInteractionConfig({ aggressive }), ...interactionConfig },
    interactionReport: {
      importances,
      choices: engineering.explainConfig({ aggressive }).map(choice => asGiven(choice, interactionConfig)),
    },
  });
}

/** What is asked for, or what configuration and table say of the target. */
function taskOf({ task, modelConfig, trainTable }: CreateEnhancedModelOptions): Task {
  if (task !== undefined) {
    checkOneOf('task', task, ['regression', 'classification']);
    return task;
  }
  const { target, categoricalTarget } = modelConfig;
  const isCategorical =
    categoricalTarget ||
    (target !== null && trainTable?.has(target) && trainTable.column(target).kind === 'categorical');
  return isCategorical ? 'classification' : 'regression';
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
