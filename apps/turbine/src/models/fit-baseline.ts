import type { Regressor } from '@heph/baselines';
import type { Table } from '@heph/data';
import type { FitContext, FittedModel } from './model';

/** Models that choose nothing while they learn have no use for validation rows: they learn from those too. */
export async function fitBaseline(
  model: Regressor,
  train: Table,
  validation: Table,
  { target, signal, progress }: FitContext,
): Promise<FittedModel> {
  await model.fit(train.concat(validation), {
    target,
    signal,
    onProgress: (done, total) => progress({ fraction: done / total }),
  });
  return { predict: table => model.predict(table), params: model.countParams(), details: {} };
}
