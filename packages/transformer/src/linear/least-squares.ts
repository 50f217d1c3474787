import { Matrix, pseudoInverse } from 'ml-matrix';

export interface LinearFit {
  coefficients: number[];
  intercept: number;
}

/**
 * Minimises `Σ w_i (x_i · b + a − y_i)²` by the normal equations, in float64; of columns that say the same, the
 * solution of least norm. The columns are expected to be of like size.
 *
 * @param rows row-major
 */
export function leastSquares(
  rows: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: Float32Array | null,
): LinearFit {
  const numRows = targets.length;
  const width = rows.length / numRows;
  const size = width + 1;
  const gram = new Float64Array(size * size);
  const moments = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  for (let i = 0; i < numRows; i++) {
    const weight = weights?.[i] ?? 1;
    for (let j = 0; j < width; j++) row[j] = rows[i * width + j]!;
    for (let j = 0; j < size; j++) {
      const weighted = weight * row[j]!;
      moments[j]! += weighted * targets[i]!;
      for (let k = 0; k <= j; k++) gram[j * size + k]! += weighted * row[k]!;
    }
  }
  const normal = Matrix.zeros(size, size);
  for (let j = 0; j < size; j++)
    for (let k = 0; k <= j; k++) {
      normal.set(j, k, gram[j * size + k]! / numRows);
      normal.set(k, j, gram[j * size + k]! / numRows);
    }
  const right = Matrix.columnVector(Array.from(moments, moment => moment / numRows));
  const solution = pseudoInverse(normal, 1e-10).mmul(right).to1DArray();
  return { coefficients: solution.slice(0, width), intercept: solution[width]! };
}
