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

  /** Adds a cost of penalties[j] · coefficient² for each coefficient. */
  penalize(penalties: readonly number[]): void {
    this.add(Matrix.diag([...penalties.map(Math.sqrt), 0]));
    this.numRows -= penalties.length + 1;
  }

  /**
   * Directions in which the rows spread, at right angles to one another, and how far they do: the singular vectors and
   * values of the design. Directions in which there is nothing but rounding are left out.
   */
  axes(): { readonly directions: Matrix; readonly lengths: number[] } {
    const { numColumns, triangle } = this;
    if (numColumns === 0) return { directions: Matrix.zeros(0, 0), lengths: [] };
    const { rightSingularVectors, diagonal } = new SVD(
      triangle.subMatrix(0, numColumns - 1, 0, numColumns - 1),
    );
    const threshold = this.threshold(diagonal);
    const kept = diagonal.flatMap((value, i) => (value > threshold ? [i] : []));
    return {
      directions: rightSingularVectors.subMatrixColumn(kept),
      lengths: kept.map(i => diagonal[i]!),
    };
  }

  /** Singular values up to this are zero but for rounding. */
  private threshold(diagonal: readonly number[]): number {
    return Math.max(...diagonal) * Math.max(this.numRows, this.numColumns) * Number.EPSILON;
  }

  /**
   * The coefficients with the least squared error. Where columns depend on one another many do equally well: of these
   * the shortest vector is taken, by leaving out singular values that are zero but for rounding.
   */
  solve(): LeastSquaresSolution {
    const { numColumns, triangle } = this;
    const residual = triangle.get(numColumns, numColumns) ** 2;
    if (numColumns === 0) return { coefficients: [], residual, rank: 0, varianceAlong: () => 0 };
    const design = triangle.subMatrix(0, numColumns - 1, 0, numColumns - 1);
    const target = triangle.subMatrix(0, numColumns - 1, numColumns, numColumns);
    const { leftSingularVectors, rightSingularVectors, diagonal } = new SVD(design);
    const threshold = this.threshold(diagonal);
    const isKept = diagonal.map(value => value > threshold);
    const projected = leftSingularVectors.transpose().mmul(target).to1DArray();
    const scaled = projected.map((value, i) => (isKept[i] ? value / diagonal[i]! : 0));
    return {
      coefficients: rightSingularVectors.mmul(Matrix.columnVector(scaled)).to1DArray(),
      residual,
      rank: isKept.filter(Boolean).length,
      varianceAlong: direction => {
        const parts = rightSingularVectors
          .transpose()
          .mmul(Matrix.columnVector([...direction]))
          .to1DArray();
        return parts.reduce((sum, part, i) => sum + (isKept[i] ? (part / diagonal[i]!) ** 2 : 0), 0);
      },
    };
  }
}

/** What {@link LeastSquares} finds. */
export interface LeastSquaresSolution {
  readonly coefficients: number[];
  /** The sum of squared errors that is left. */
  readonly residual: number;
  /** How many of the columns count; the others depend on them. */
  readonly rank: number;
  /** The variance of Σ direction[j] · coefficient_j where targets have variance 1: directionᵀ (XᵀX)⁺ direction. */
  readonly varianceAlong: (direction: readonly number[]) => number;
}
