import { LEAF, type Tree } from './tree';

/** Where the training rows of a tree's nodes lie once it is grown: those of a leaf are together, from start to end. */
export class LeafRows {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Remembers a node's rows; those of its children, later, are among them. */
  keep(node: number, start: number, end: number): void {
    this.starts[node] = start;
    this.ends[node] = end;
  }

  /** Adds what the tree says of the rows it was grown on to their sums, without asking its questions again. */
  addTree({ left, value }: Tree, rows: Uint32Array, sums: Float32Array): void {
    for (let node = 0; node < left.length; node++) {
      if (left[node] !== LEAF) continue;
      const said = value[node]!;
      const end = this.ends[node]!;
      for (let i = this.starts[node]!; i < end; i++) sums[rows[i]!]! += said;
    }
  }
}
