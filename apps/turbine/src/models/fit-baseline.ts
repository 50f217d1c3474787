import type { Table } from '@heph/data';
import type { FitContext, FittedModel } from './model';
import { type Baseline, readyBaseline } from './ready-model';

/** Models that choose nothing while they learn have no use for validation rows: they learn from those too. */
export async function fitBaseline(
  model: Baseline,
  train: Table,
  validation: Table,
  { target, signal, progress }: FitContext,
): Promise<FittedModel> {
  await model.fit(train.concat(validation), {
    target,
    signal,
    onProgress: (done, total) => progress({ fraction: done / total }),
  });
  return { ...readyBaseline(model), details: {} };
}
