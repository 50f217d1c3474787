const { fround } = Math;

/**
 * Derivatives of ½ w (prediction − y)² at every row, in float32 as XGBoost has them: w (prediction − y), and w.
 */
export function squaredErrorDerivatives(
  predictions: Float32Array,
  target: Float32Array,
  weights: Float32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let row = 0; row < predictions.length; row++) {
    const weight = weights[row]!;
    gradients[row] = fround(fround(predictions[row]! - target[row]!) * weight);
    hessians[row] = weight;
  }
}
