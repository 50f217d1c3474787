import { HephError } from '@heph/data';
import type { TargetUnits } from '../estimator/target-units';
import { cutsOf } from '../trees/fine-features';
import type { Tree } from '../trees/tree';
import type { BoosterFile } from '../xgboost-json/booster';

const largestFloat32 = 3.4028234663852886e38;
/** Of numbers about so large, float32 still has all digits. */
const leastScale = 2 ** -100;

/**
 * A model whose trees tell the target itself, as XGBoost's files have it. Units are powers of two, so that no digit is lost.
 * @throws HephError `invalid-data` where float32, which these files hold, cannot hold such trees
 */
export function inOwnUnits<Model extends BoosterFile & { readonly units?: TargetUnits | undefined }>(
  model: Model,
): BoosterFile {
  const { units, ...booster } = model;
  const fine = booster.features.find(feature => (cutsOf(feature) ?? []).length > 0);
  if (fine) throw unfit(`its column "${fine.name}" is cut between numbers that float32 merges`);
  if (!units || (units.offset === 0 && units.scale === 1)) return booster;
  const { offset, scale } = units;
  const learned = booster.trees.flat().some(({ value }) => value.some(said => said !== 0));
  if (offset !== 0 && learned) throw unfit(`its targets are ${offset} and tiny differences from it`);
  if (scale < leastScale) throw unfit(`its predictions are about ${scale}`);
  const trees = booster.trees.map(ofOutput => ofOutput.map(tree => scaled(tree, scale)));
  return { ...booster, trees, baseScores: booster.baseScores.map(score => fitting(offset + scale * score)) };
}

function scaled(tree: Tree, scale: number): Tree {
  return {
    ...tree,
    value: tree.value.map(said => fitting(scale * said)),
    gain: tree.gain.map(gain => Math.min(largestFloat32, gain * scale * scale)),
  };
}

/** @throws HephError where the number is too large for float32 */
function fitting(value: number): number {
  if (Math.abs(value) > largestFloat32) throw unfit(`it predicts ${value}`);
  return value;
}

function unfit(reason: string): HephError {
  return new HephError(
    'invalid-data',
    `XGBoost's files hold float32, which cannot hold this model: ${reason}; save() keeps it whole`,
  );
}
