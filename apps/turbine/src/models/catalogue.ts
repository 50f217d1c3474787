import type { SplitName } from '../data/split';
import { baseHephaestus } from './base-hephaestus';
import { enhancedHephaestus } from './enhanced-hephaestus';
import { interactiveHephaestus } from './interactive-hephaestus';
import { linearRegression } from './linear-regression';
import type { ComparedModel } from './model';
import { type PresetName, presetOf } from './presets';
import { randomForest } from './random-forest';
import { xgboost } from './xgboost';

/** Every model of the comparison, in the order of the table. */
export function catalogue(presetName: PresetName, split: SplitName): ComparedModel[] {
  const preset = presetOf(presetName, split);
  return [
    interactiveHephaestus(preset.interactive),
    enhancedHephaestus(preset.enhanced),
    baseHephaestus(preset.base),
    linearRegression(),
    randomForest(),
    xgboost(),
  ];
}
