import type { Progress } from '@heph/estimator';

/** What is left of the error may be so small a share: less would be rounding, which is followed in vain. */
const enough = 1e-11;
const mostSteps = 500;
/** A direction in which there is less of A than of the preconditioner's inverse is one in which there is only rounding. */
const leastCurvature = 1e-6;

/**
 * Solves A x = b for a symmetric A by conjugate gradients (Hestenes & Stiefel 1952), which take as many steps as the two matrices differ in
 * directions. From x = 0 it finds, where many x will do, the one that is smallest as the preconditioner measures.
 *
 * @param apply A x
 * @param precondition about A⁻¹ x
 * @throws HephError `aborted`
 */
export async function conjugateGradients(
  apply: (vector: Float64Array) => Float64Array,
  precondition: (vector: Float64Array) => Float64Array,
  right: Float64Array,
  progress: Progress,
): Promise<Float64Array> {
  const solution = new Float64Array(right.length);
  const rest = right.slice();
  let direction = precondition(rest);
  let size = dot(rest, direction);
  const least = size * enough ** 2;
  let measure = size;
  for (let step = 0; step < mostSteps && size > least; step++) {
    const applied = apply(direction);
    const curvature = dot(direction, applied);
    if (!(curvature > leastCurvature * measure)) break;
    const length = size / curvature;
    for (let i = 0; i < rest.length; i++) {
      solution[i]! += length * direction[i]!;
      rest[i]! -= length * applied[i]!;
    }
    const next = precondition(rest);
    const nextSize = dot(rest, next);
    const share = nextSize / size;
    direction = next.map((value, i) => value + share * direction[i]!);
    measure = nextSize + share ** 2 * measure;
    size = nextSize;
    if (progress.isDue) await progress.turn();
  }
  return solution;
}

export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
