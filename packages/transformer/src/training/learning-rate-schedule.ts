/**
 * Linear warm-up, then a half cosine down to zero.
 * Source: Loshchilov & Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), without restarts.
 *
 * @param peak the learning rate at the end of the warm-up
 * @returns the learning rate of step 0 … totalSteps − 1
 */
export function warmupCosine(
  peak: number,
  totalSteps: number,
  warmupSteps: number,
): (step: number) => number {
  return step => {
    if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
    const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return peak * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  };
}
