import type { ProgressListener } from '@heph/estimator';

/** A listener to two trainings in turn, as one to each: what they tell it are the halves of one whole. */
export function inHalves(
  listener: ProgressListener | undefined,
): [ProgressListener | undefined, ProgressListener | undefined] {
  if (listener === undefined) return [undefined, undefined];
  const told = (done: number, total: number, news: Parameters<ProgressListener>[2]) =>
    listener(done, total, { ...news, done, total });
  return [
    (done, total, news) => told(done, 2 * total, news),
    (done, total, news) => told(total + done, 2 * total, news),
  ];
}
