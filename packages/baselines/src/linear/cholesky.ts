/** Turns a symmetric positive definite matrix, row after row, into Cholesky's factor L of A = L Lᵀ, in its lower triangle. */
export function choleskyInPlace(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const line = i * size;
    for (let j = 0; j < i; j++) {
      let sum = matrix[line + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[line + k]! * matrix[j * size + k]!;
      matrix[line + j] = sum / matrix[j * size + j]!;
    }
    const whole = matrix[line + i]!;
    let rest = whole;
    for (let k = 0; k < i; k++) rest -= matrix[line + k]! ** 2;
    // Rounding may leave nothing of what is tiny.
    matrix[line + i] = Math.sqrt(Math.max(rest, Number.EPSILON * whole));
  }
}

/** Solves L Lᵀ x = b, in place. */
export function solveCholesky(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = vector[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * vector[k]!;
    vector[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const solved = vector[i]! / factor[i * size + i]!;
    vector[i] = solved;
    for (let k = 0; k < i; k++) vector[k]! -= factor[i * size + k]! * solved;
  }
}
