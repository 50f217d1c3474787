import { rowGoesLeft } from '../trees/row-goes-left';
import { LEAF, type Tree } from '../trees/tree';
import type { RowGroups } from './row-groups';

/** All that a tree asks from a node on: few enough questions for their answers to be the bits of a byte. */
export class Questions {
  /** The features asked about, each once. */
  readonly features: readonly number[];
  private readonly nodes: readonly number[];

  constructor(
    private readonly tree: Tree,
    node: number,
  ) {
    this.nodes = askingBelow(tree, node);
    this.features = [...new Set(this.nodes.map(asking => tree.feature[asking]!))];
  }

  /** Has every row answer all questions: a bit is 1 where it goes left. */
  answer(columns: readonly Float32Array[], answers: Uint8Array): void {
    const { tree, nodes } = this;
    answers.fill(0);
    for (let question = 0; question < nodes.length; question++) {
      const node = nodes[question]!;
      const column = columns[tree.feature[node]!]!;
      for (let row = 0; row < answers.length; row++)
        if (rowGoesLeft(tree, node, column[row]!)) answers[row]! |= 1 << question;
    }
  }

  /** For each group, the questions about features that it does not disagree with already: others make no difference. */
  openTo({ path, disagrees }: RowGroups): Uint8Array {
    const places = this.nodes.map(node => path.features.indexOf(this.tree.feature[node]!));
    return Uint8Array.from(disagrees, bits =>
      places.reduce(
        (open, place, question) => open | (((bits >> place) & 1) === 0 || place < 0 ? 1 << question : 0),
        0,
      ),
    );
  }
}

function askingBelow({ feature, left }: Tree, node: number): number[] {
  if (feature[node] === LEAF) return [];
  const asking = [node];
  for (let i = 0; i < asking.length; i++) {
    const child = left[asking[i]!]!;
    for (const side of [child, child + 1]) if (feature[side] !== LEAF) asking.push(side);
  }
  return asking;
}
