import { Matrix, QrDecomposition, SVD } from 'ml-matrix';

/**
 * Least squares over rows that come in blocks. Of all rows so far it keeps only the triangle R of their QR
 * decomposition, so that memory does not grow with them, and never forms XᵀX, which would square the condition number.
 */
export class LeastSquares {
  private triangle: Matrix;
  private numRows = 0;

  constructor(private readonly numColumns: number) {
    this.triangle = Matrix.zeros(numColumns + 1, numColumns + 1);
  }

  /** @param block rows of the design, each followed by its target */
  add(block: Matrix): void {
    const stacked = Matrix.zeros(this.triangle.rows + block.rows, this.triangle.columns);
    stacked.setSubMatrix(this.triangle, 0, 0);
    stacked.setSubMatrix(block, this.triangle.rows, 0);
    this.triangle = new QrDecomposition(stacked).upperTriangularMatrix;
    this.numRows += block.rows;
  }

  /**
   * The coefficients with the least squared error. Where columns depend on one another many do equally well: of these
   * the shortest vector is taken, by leaving out singular values that are zero but for rounding.
   */
  solve(): number[] {
    const { numColumns } = this;
    if (numColumns === 0) return [];
    const design = this.triangle.subMatrix(0, numColumns - 1, 0, numColumns - 1);
    const target = this.triangle.subMatrix(0, numColumns - 1, numColumns, numColumns);
    const { leftSingularVectors, rightSingularVectors, diagonal } = new SVD(design);
    const threshold = Math.max(...diagonal) * Math.max(this.numRows, numColumns) * Number.EPSILON;
    const projected = leftSingularVectors.transpose().mmul(target).to1DArray();
    const scaled = projected.map((value, i) => (diagonal[i]! > threshold ? value / diagonal[i]! : 0));
    return rightSingularVectors.mmul(Matrix.columnVector(scaled)).to1DArray();
  }
}
