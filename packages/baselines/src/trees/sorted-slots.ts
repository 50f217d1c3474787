import { Argsort } from './argsort';
import type { OpenNode, TrainingRows } from './training-rows';

/** So many rows are laid out at a time: few enough for a processor's cache, and for memory not to count. */
const mostSlots = 16_384;

/** Some of the training rows, copied so that a node's lie together, each in a "slot". */
export class SortedSlots implements TrainingRows {
  readonly numFeatures: number;
  /** How many slots there are. */
  readonly capacity: number;
  /**
   * Feature by feature, from `feature * capacity` on, the slots of every node in ascending order of the feature, missing
   * values last.
   */
  readonly rows: Uint32Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  /** Feature by feature, the slots' values. */
  readonly values: Float32Array;
  private readonly nodeOfSlot: Int32Array;
  private readonly rowOfSlot: Uint32Array;
  private readonly argsort: Argsort;

  /**
   * @param columns each feature's values, `NaN` where they are missing
   * @param largestNode the most rows of a node
   */
  constructor(
    numRows: number,
    private readonly columns: readonly Float32Array[],
    largestNode: number,
  ) {
    const capacity = Math.min(numRows, Math.max(largestNode, mostSlots));
    this.capacity = capacity;
    this.numFeatures = columns.length;
    this.rows = new Uint32Array(capacity * columns.length);
    this.gradients = new Float64Array(capacity);
    this.hessians = new Float64Array(capacity);
    this.values = new Float32Array(capacity * columns.length);
    this.nodeOfSlot = new Int32Array(capacity);
    this.rowOfSlot = new Uint32Array(capacity);
    this.argsort = new Argsort(capacity);
  }

  /**
   * Fills the slots with the rows of as many nodes as there is room for, and sorts each node's by every feature.
   * @returns these nodes, their slots for their rows
   */
  layOut(nodes: readonly OpenNode[], first: number, training: TrainingRows): OpenNode[] {
    const { nodeOfSlot, rowOfSlot, capacity, gradients, hessians } = this;
    const roots: OpenNode[] = [];
    let end = 0;
    for (let next = first; next < nodes.length; next++) {
      const node = nodes[next]!;
      const start = end;
      if (start + node.end - node.start > capacity) break;
      for (let i = node.start; i < node.end; i++, end++) {
        const row = training.rows[i]!;
        rowOfSlot[end] = row;
        nodeOfSlot[end] = roots.length;
        gradients[end] = training.gradients[row]!;
        hessians[end] = training.hessians[row]!;
      }
      roots.push({ ...node, start, end });
    }
    this.columns.forEach((column, feature) =>
      this.sortBy(column, feature, roots, rowOfSlot.subarray(0, end)),
    );
    return roots;
  }

  private sortBy(
    column: Float32Array,
    feature: number,
    roots: readonly OpenNode[],
    rowOfSlot: Uint32Array,
  ): void {
    const { rows, nodeOfSlot, argsort } = this;
    const base = feature * this.capacity;
    const values = this.values.subarray(base, base + rowOfSlot.length);
    for (let slot = 0; slot < rowOfSlot.length; slot++) values[slot] = column[rowOfSlot[slot]!]!;
    const next = Uint32Array.from(roots, ({ start }) => base + start);
    for (const slot of argsort.sort(values).places) rows[next[nodeOfSlot[slot]!]!++] = slot;
  }
}
