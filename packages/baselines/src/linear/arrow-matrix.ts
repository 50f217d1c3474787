import type { Progress } from '@heph/estimator';
import { choleskyInPlace, solveCholesky } from './cholesky';

/** How an arrow-shaped system is laid out: the groups' numbers first, group after group, then the border's, output after output. */
export interface ArrowShape {
  /** How many groups there are: no row is in two. */
  readonly numGroups: number;
  /** How many numbers a group has. */
  readonly numOutputs: number;
  /** How many numbers of the border each output has. */
  readonly numBorder: number;
}

/** What a row has in the border: at each of the places a value. */
export interface BorderEntries {
  readonly places: Int32Array;
  readonly values: Float64Array;
  count: number;
}

/**
 * A symmetric matrix that is block diagonal but for a border, as XᵀVX is where most columns tell a row's category: rows of
 * different categories have no product. Eliminating the blocks costs as much as there are categories, not their cube.
 */
export class ArrowMatrix {
  readonly size: number;
  private readonly width: number;
  private readonly blocks: Float64Array;
  /** Group after group and output after output, a line of the border. */
  private readonly couplings: Float64Array;
  private readonly border: Float64Array;

  constructor(readonly shape: ArrowShape) {
    const { numGroups, numOutputs, numBorder } = shape;
    this.width = numOutputs * numBorder;
    this.size = numGroups * numOutputs + this.width;
    this.blocks = new Float64Array(numGroups * numOutputs ** 2);
    this.couplings = new Float64Array(numGroups * numOutputs * this.width);
    this.border = new Float64Array(this.width ** 2);
  }

  /**
   * Adds a row's products.
   * @param group −1 where the row is in none
   * @param curvature the factor for each pair of outputs
   */
  addRow(group: number, { places, values, count }: BorderEntries, curvature: Float64Array): void {
    const { blocks, couplings, border, width } = this;
    const { numOutputs, numBorder } = this.shape;
    for (let k = 0; k < numOutputs; k++)
      for (let l = 0; l < numOutputs; l++) {
        const factor = curvature[k * numOutputs + l]!;
        if (group >= 0) {
          blocks[(group * numOutputs + k) * numOutputs + l]! += factor;
          const line = (group * numOutputs + k) * width + l * numBorder;
          for (let j = 0; j < count; j++) couplings[line + places[j]!]! += factor * values[j]!;
        }
        for (let i = 0; i < count; i++) {
          const line = (k * numBorder + places[i]!) * width + l * numBorder;
          const scaled = factor * values[i]!;
          for (let j = 0; j < count; j++) border[line + places[j]!]! += scaled * values[j]!;
        }
      }
  }

  /** Adds to the diagonal. */
  addDiagonal(values: Float64Array): void {
    const { blocks, border, width } = this;
    const { numGroups, numOutputs } = this.shape;
    for (let place = 0; place < numGroups * numOutputs; place++)
      blocks[place * numOutputs + (place % numOutputs)]! += values[place]!;
    const first = numGroups * numOutputs;
    for (let i = 0; i < width; i++) border[i * width + i]! += values[first + i]!;
  }

  /** Adds to a pair of the border's numbers of one output, in both places. */
  addBorder(output: number, one: number, other: number, value: number): void {
    const { border, width } = this;
    const first = output * this.shape.numBorder;
    border[(first + one) * width + first + other]! += value;
    if (one !== other) border[(first + other) * width + first + one]! += value;
  }

  diagonal(): Float64Array {
    const { blocks, border, width, size } = this;
    const { numGroups, numOutputs } = this.shape;
    const first = numGroups * numOutputs;
    return Float64Array.from({ length: size }, (_, place) =>
      place < first
        ? blocks[place * numOutputs + (place % numOutputs)]!
        : border[(place - first) * (width + 1)]!,
    );
  }

  multiply(vector: Float64Array): Float64Array {
    const { blocks, couplings, border, width, size } = this;
    const { numGroups, numOutputs } = this.shape;
    const product = new Float64Array(size);
    const first = numGroups * numOutputs;
    for (let place = 0; place < first; place++) {
      const group = place - (place % numOutputs);
      let sum = 0;
      for (let l = 0; l < numOutputs; l++) sum += blocks[place * numOutputs + l]! * vector[group + l]!;
      const line = place * width;
      const own = vector[place]!;
      for (let j = 0; j < width; j++) {
        const coupling = couplings[line + j]!;
        if (coupling === 0) continue;
        sum += coupling * vector[first + j]!;
        product[first + j]! += coupling * own;
      }
      product[place] = sum;
    }
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += border[i * width + j]! * vector[first + j]!;
      product[first + i]! += sum;
    }
    return product;
  }

  /**
   * Readies the matrix plus a diagonal for solving.
   * @param diagonal what makes it positive definite, where it is not
   * @throws HephError `aborted`
   */
  async factor(diagonal: Float64Array, progress: Progress): Promise<ArrowFactor> {
    const { couplings, width } = this;
    const { numGroups, numOutputs } = this.shape;
    const first = numGroups * numOutputs;
    const blocks = this.blocks.slice();
    for (let place = 0; place < first; place++)
      blocks[place * numOutputs + (place % numOutputs)]! += diagonal[place]!;
    const border = this.border.slice();
    for (let i = 0; i < width; i++) border[i * width + i]! += diagonal[first + i]!;
    const whole = Float64Array.from({ length: width }, (_, i) => border[i * (width + 1)]!);
    const column = new Float64Array(numOutputs);
    const solved = new Float64Array(numOutputs * width);
    const filled = new Int32Array(width);
    for (let group = 0; group < numGroups; group++) {
      const block = blocks.subarray(group * numOutputs ** 2, (group + 1) * numOutputs ** 2);
      choleskyInPlace(block, numOutputs);
      const line = group * numOutputs * width;
      let count = 0;
      for (let j = 0; j < width; j++) {
        let isFilled = false;
        for (let k = 0; k < numOutputs; k++) {
          column[k] = couplings[line + k * width + j]!;
          isFilled ||= column[k] !== 0;
        }
        if (!isFilled) continue;
        solveCholesky(block, numOutputs, column);
        for (let k = 0; k < numOutputs; k++) solved[k * width + j] = column[k]!;
        filled[count++] = j;
      }
      for (let k = 0; k < numOutputs; k++)
        for (let a = 0; a < count; a++) {
          const i = filled[a]!;
          const coupling = couplings[line + k * width + i]!;
          if (coupling === 0) continue;
          const to = i * width;
          for (let c = 0; c <= a; c++) border[to + filled[c]!]! -= coupling * solved[k * width + filled[c]!]!;
        }
      if (progress.isDue) await progress.turn();
    }
    const leastShare = await factorBorder(border, whole, progress);
    return new ArrowFactor(this.shape, blocks, couplings, border, leastShare);
  }
}

/** Cholesky's factor in the lower triangle; returns the smallest share that is left of a number on the diagonal. */
async function factorBorder(border: Float64Array, whole: Float64Array, progress: Progress): Promise<number> {
  const width = whole.length;
  let leastShare = 1;
  for (let i = 0; i < width; i++) {
    const line = i * width;
    for (let j = 0; j < i; j++) {
      const other = j * width;
      let sum = border[line + j]!;
      for (let k = 0; k < j; k++) sum -= border[line + k]! * border[other + k]!;
      border[line + j] = sum / border[other + j]!;
    }
    let rest = border[line + i]!;
    for (let k = 0; k < i; k++) rest -= border[line + k]! ** 2;
    const least = Number.EPSILON * whole[i]!;
    if (rest < leastShare * whole[i]!) leastShare = Math.max(0, rest / whole[i]!);
    border[line + i] = Math.sqrt(Math.max(rest, least));
    if (progress.isDue) await progress.turn();
  }
  return leastShare;
}

/** Solves systems with an {@link ArrowMatrix}. */
export class ArrowFactor {
  constructor(
    private readonly shape: ArrowShape,
    private readonly blocks: Float64Array,
    private readonly couplings: Float64Array,
    private readonly border: Float64Array,
    /** The smallest share of its diagonal that any column of the border has beside those before: about 0 if it depends on them. */
    readonly leastShare: number,
  ) {}

  /**
   * vectorᵀ A⁻¹ vector.
   * @param vector its numbers that are not 0, by their places
   */
  squaredLength(vector: ReadonlyMap<number, number>): number {
    const { blocks, couplings, border } = this;
    const { numGroups, numOutputs, numBorder } = this.shape;
    const width = numOutputs * numBorder;
    const first = numGroups * numOutputs;
    const rest = new Float64Array(width);
    const given = new Map<number, Float64Array>();
    vector.forEach((value, place) => {
      if (place >= first) {
        rest[place - first]! += value;
        return;
      }
      const group = Math.floor(place / numOutputs);
      const own = given.get(group) ?? new Float64Array(numOutputs);
      own[place % numOutputs] = value;
      given.set(group, own);
    });
    let sum = 0;
    given.forEach((own, group) => {
      const solved = own.slice();
      solveCholesky(
        blocks.subarray(group * numOutputs ** 2, (group + 1) * numOutputs ** 2),
        numOutputs,
        solved,
      );
      for (let k = 0; k < numOutputs; k++) {
        sum += solved[k]! * own[k]!;
        const line = (group * numOutputs + k) * width;
        for (let j = 0; j < width; j++) rest[j]! -= couplings[line + j]! * solved[k]!;
      }
    });
    let begin = 0;
    while (begin < width && rest[begin] === 0) begin++;
    for (let i = begin; i < width; i++) {
      let solved = rest[i]!;
      for (let k = begin; k < i; k++) solved -= border[i * width + k]! * rest[k]!;
      rest[i] = solved / border[i * width + i]!;
      sum += rest[i]! ** 2;
    }
    return sum;
  }

  /** A⁻¹ vector. */
  solve(vector: Float64Array): Float64Array {
    const { blocks, couplings, border } = this;
    const { numGroups, numOutputs, numBorder } = this.shape;
    const width = numOutputs * numBorder;
    const first = numGroups * numOutputs;
    const solution = vector.slice();
    const rest = solution.subarray(first);
    for (let group = 0; group < numGroups; group++) {
      const own = solution.subarray(group * numOutputs, (group + 1) * numOutputs);
      solveCholesky(blocks.subarray(group * numOutputs ** 2, (group + 1) * numOutputs ** 2), numOutputs, own);
      for (let k = 0; k < numOutputs; k++) {
        const line = (group * numOutputs + k) * width;
        const said = own[k]!;
        if (said !== 0) for (let j = 0; j < width; j++) rest[j]! -= couplings[line + j]! * said;
      }
    }
    solveCholesky(border, width, rest);
    const correction = new Float64Array(numOutputs);
    for (let group = 0; group < numGroups; group++) {
      for (let k = 0; k < numOutputs; k++) {
        const line = (group * numOutputs + k) * width;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += couplings[line + j]! * rest[j]!;
        correction[k] = sum;
      }
      solveCholesky(
        blocks.subarray(group * numOutputs ** 2, (group + 1) * numOutputs ** 2),
        numOutputs,
        correction,
      );
      for (let k = 0; k < numOutputs; k++) solution[group * numOutputs + k]! -= correction[k]!;
    }
    return solution;
  }
}
