import { AdaptiveFeatureEngineering, aggressiveSizes, moderateSizes } from '@heph/autoconfig';
import { HephError, type Table } from '@heph/data';
import { EnhancedTabularRegressor, type EnhancedTabularRegressorOptions } from './enhanced-tabular-regressor';

export interface CreateEnhancedModelOptions extends EnhancedTabularRegressorOptions {
  /** Rows that a random forest looks at to select the pairs; without them no pair is selected. */
  trainTable?: Table;
  /** The column to predict. Default: the configuration's target. */
  targetCol?: string;
  /** Larger ranks, more cross layers and less dropout. Default false. */
  aggressiveInteractions?: boolean;
}

/**
 * An `EnhancedTabularRegressor` configured by the data: a random forest on the training table selects the feature
 * pairs worth modelling, and the network gets them. Options given explicitly win over what was found.
 *
 * @example
 * const model = await createEnhancedModel({ modelConfig, trainTable: train, targetCol: 'nox' });
 * await model.fit(train, { validation });
 */
export async function createEnhancedModel(
  options: CreateEnhancedModelOptions,
): Promise<EnhancedTabularRegressor> {
  const { trainTable, targetCol, aggressiveInteractions = false, interactionConfig, ...rest } = options;
  const sizes = aggressiveInteractions ? aggressiveSizes : moderateSizes;
  const found =
    trainTable === undefined
      ? sizes
      : await selectInteractions(
          trainTable,
          targetCol ?? options.modelConfig.target,
          aggressiveInteractions,
          options,
        );
  return new EnhancedTabularRegressor({ ...rest, interactionConfig: { ...found, ...interactionConfig } });
}

async function selectInteractions(
  table: Table,
  target: string | null,
  aggressive: boolean,
  { modelConfig, seed = 0 }: CreateEnhancedModelOptions,
) {
  if (target === null)
    throw new HephError('missing-column', 'expected a target to look for interactions with: give targetCol');
  const engineering = new AdaptiveFeatureEngineering(modelConfig);
  await engineering.analyzeFeatures(table, target, { seed });
  return engineering.getInteractionConfig({ aggressive });
}
