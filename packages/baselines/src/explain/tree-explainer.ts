import type { Attribution } from './attribution';
import type { ExplainedTree } from './ensemble';
import { gaussLegendre, type Quadrature } from './gauss-legendre';
import type { Gift, LeafWalker } from './leaf-walker';
import { Questions } from './questions';
import { mostGroupingFeatures, RowGroups } from './row-groups';
import { shapeOf } from './tree-shape';
import { withRoom } from './with-room';

/** At nodes that lead to no more leaves, rows of a group are told apart by all answers below, at most a byte's bits. */
const fewLeaves = 8;
const bitsOfAnswers = fewLeaves - 1;

/** Where groups have no more rows on average, they are not worth the grouping. */
const fewRows = 4;

/** Rows, and what they are given. */
export interface Block {
  readonly numRows: number;
  /** For each feature, the rows' values. */
  readonly columns: readonly Float32Array[];
  /** For each output and each feature (or pair), what the rows are given. */
  readonly results: readonly (readonly Float64Array[])[];
}

/** A node, and the rows that are asked there. */
interface Visit {
  readonly node: number;
  readonly groups: RowGroups;
}

/**
 * Gives rows what one tree's leaves are worth to each feature (or pair). Rows go down the tree together, to all its nodes;
 * those that agree with the same features of the path are one group. Low in the tree, those of a group that get the same
 * answers from there on are one class, and one of them is walked for all. On a deep tree this is many times faster than
 * to walk each row alone.
 */
export class TreeExplainer {
  private readonly allFeatures: readonly number[];
  private readonly leaves: Uint32Array;
  private readonly quadrature: Quadrature;
  private readonly walker: LeafWalker;
  private readonly gift: Gift;
  /** For each group and answers, the class plus 1. */
  private readonly classes: Uint16Array;
  private readonly answers: Uint8Array;
  private readonly classOfRow: Uint16Array;

  /** @param block at most `mostGroupedRows` rows */
  constructor(
    private readonly explained: ExplainedTree,
    private readonly block: Block,
    private readonly attribution: Attribution,
  ) {
    const { columns, numRows } = block;
    const { leaves, depth } = shapeOf(explained.tree);
    const mostFeatures = Math.min(depth, columns.length);
    this.allFeatures = [...columns.keys()];
    this.leaves = leaves;
    this.quadrature = gaussLegendre(Math.max(1, Math.ceil(mostFeatures / 2)));
    this.gift = {
      numberOf: new Uint32Array(columns.length),
      placeOf: new Uint32Array(columns.length),
      numPlaces: 0,
      values: new Float64Array(0),
      start: 0,
    };
    const { points } = this.quadrature;
    this.walker = new attribution.Walker(explained, columns, points, mostFeatures + depth + 1, this.gift);
    this.classes = new Uint16Array(numRows << bitsOfAnswers);
    this.answers = new Uint8Array(numRows);
    this.classOfRow = new Uint16Array(numRows);
  }

  /** Works on, and between its steps tells how many leaves it is done with, once for each row. */
  *run(): Generator<number> {
    const { block, explained, leaves } = this;
    const { numRows } = block;
    const waiting: Visit[] = [{ node: 0, groups: RowGroups.atRoot(numRows, this.quadrature) }];
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      const { node, groups } = visit;
      const { disagrees, path } = groups;
      if (fewRows * disagrees.length > numRows || path.features.length >= mostGroupingFeatures) {
        yield* this.walkEveryRow(visit);
      } else if (leaves[node]! <= fewLeaves) {
        this.walkEveryClass(visit);
        yield leaves[node]! * numRows;
      } else {
        const left = explained.tree.left[node]!;
        const [atLeft, atRight] = groups.part(explained.tree, node, block.columns);
        waiting.push({ node: left + 1, groups: atRight }, { node: left, groups: atLeft });
      }
    }
  }

  private *walkEveryRow(visit: Visit): Generator<number> {
    const { block, classOfRow } = this;
    const places = this.enter(visit.groups, this.allFeatures);
    for (let row = 0; row < block.numRows; row++) {
      this.walk(visit, row, 0);
      classOfRow[row] = 0;
      this.giveRows(places, row, row + 1);
      yield this.leaves[visit.node]!;
    }
  }

  private walkEveryClass(visit: Visit): void {
    const { block, classes, answers, classOfRow, explained } = this;
    const { ofRow } = visit.groups;
    const questions = new Questions(explained.tree, visit.node);
    const places = this.enter(visit.groups, union(visit.groups.path.features, questions.features));
    questions.answer(block.columns, answers);
    const open = questions.openTo(visit.groups);
    const keys: number[] = [];
    for (let row = 0; row < block.numRows; row++) {
      const group = ofRow[row]!;
      const key = (group << bitsOfAnswers) | (answers[row]! & open[group]!);
      if (classes[key] === 0) {
        this.walk(visit, row, keys.length);
        classes[key] = keys.push(key);
      }
      classOfRow[row] = classes[key]! - 1;
    }
    for (const key of keys) classes[key] = 0;
    this.giveRows(places, 0, block.numRows);
  }

  /** Readies the walker for a node; returns where in a row's results its places are. */
  private enter({ path }: RowGroups, features: readonly number[]): Uint32Array {
    const { walker, gift, attribution } = this;
    features.forEach((feature, number) => {
      gift.numberOf[feature] = number;
      gift.placeOf[feature] = attribution.ownPlace(number);
    });
    const places = attribution.placesOf(features);
    gift.numPlaces = places.length;
    walker.enter(path);
    return places;
  }

  /** Finds what the leaves below are worth to a row, as that of a class. */
  private walk({ node, groups }: Visit, row: number, ofClass: number): void {
    const { walker, gift } = this;
    const size = walker.numOutputs * gift.numPlaces;
    gift.values = withRoom(gift.values, (ofClass + 1) * size);
    gift.start = ofClass * size;
    gift.values.fill(0, gift.start, gift.start + size);
    const group = groups.ofRow[row]!;
    walker.walk(node, row, groups.disagrees[group]!, groups.products, group * walker.numPoints);
  }

  /** Adds what was found of their classes to rows' results. */
  private giveRows(places: Uint32Array, start: number, end: number): void {
    const { block, classOfRow, explained } = this;
    const { values } = this.gift;
    const { outputs } = explained;
    const size = outputs.length * places.length;
    let from = 0;
    for (const output of outputs)
      for (let i = 0; i < places.length; i++, from++) {
        const result = block.results[output]![places[i]!]!;
        for (let row = start; row < end; row++) result[row]! += values[classOfRow[row]! * size + from]!;
      }
  }
}

function union(some: readonly number[], others: readonly number[]): number[] {
  return [...some, ...others.filter(other => !some.includes(other))];
}
