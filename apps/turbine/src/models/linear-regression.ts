import { LinearRegression } from '@heph/baselines';
import { fitBaseline } from './fit-baseline';
import type { ComparedModel } from './model';
import { modelNames } from './names';

export function linearRegression(): ComparedModel {
  return {
    key: 'linear',
    name: modelNames.linear,
    isNetwork: false,
    description: 'Least squares on the columns as they are, the year as an indicator for each.',
    fit: (train, validation, context) => fitBaseline(new LinearRegression(), train, validation, context),
  };
}
