import { CompileError } from '../errors';
import { GraphBuilder, elements } from '../graph/builder';
import { type Graph, type Node } from '../graph/graph';
import { type Constant, type Value, isConstant, isUniform, sameShape } from '../graph/value';
import { type Dimension } from '../onnx/encode';
import { withoutDivision } from './product-of-nothing';

/** A graph traced for a number of rows. */
export interface Traced {
  readonly graph: Graph;
  readonly rows: number;
}

/** A graph for any number of rows. */
export interface DynamicGraph {
  readonly graph: Graph;
  /** Shapes of inputs and outputs, with a name where the number of rows decides. */
  readonly declaredShapes: ReadonlyMap<Value, readonly Dimension[]>;
}

/**
 * Makes one graph for any number of rows out of two that were traced for different numbers. The two have the same
 * nodes; where an integer constant differs (a shape, most often) it is `factor · rows + offset`, which two points
 * determine, and is computed from the first input's shape.
 */
export function withDynamicBatch(one: Traced, other: Traced, inputs: readonly Value[]): DynamicGraph {
  return new Merger(one, other, inputs).merge();
}

class Merger {
  private readonly builder = new GraphBuilder();
  private readonly partners = new Map<Value, Value>();
  private readonly merged = new Map<Value, Value>();
  private rowCount: Value | undefined;

  constructor(
    private readonly one: Traced,
    private readonly other: Traced,
    private readonly inputs: readonly Value[],
  ) {}

  merge(): DynamicGraph {
    const [a, b] = [this.one.graph, this.other.graph];
    if (a.nodes.length !== b.nodes.length) throw dependent('takes another course');
    a.inputs.forEach((input, i) => this.pair(input, b.inputs[i]));
    a.nodes.forEach((node, i) => this.mergeNode(node, b.nodes[i]));
    const outputs = a.outputs.map((output, i) => this.mergeValue(output, b.outputs[i], 'output'));
    const declaredShapes = new Map<Value, readonly Dimension[]>();
    const declare = (value: Value, own: Value, partner: Value | undefined) =>
      declaredShapes.set(value, this.dimensions(own, partner ?? own));
    a.inputs.forEach((input, i) => declare(input, input, b.inputs[i]));
    outputs.forEach((output, i) => declare(output, a.outputs[i] ?? output, b.outputs[i]));
    return { graph: { inputs: a.inputs, nodes: this.builder.nodes, outputs }, declaredShapes };
  }

  private mergeNode(a: Node, b: Node | undefined): void {
    const same = b && a.op === b.op && JSON.stringify(a.attributes) === JSON.stringify(b.attributes);
    if (!same || a.inputs.length !== b.inputs.length) throw dependent(`calls ${a.op} differently`);
    const inputs = a.inputs.map((input, i) => this.mergeValue(input, b.inputs[i], a.op));
    a.outputs.forEach((output, i) => this.pair(output, b.outputs[i]));
    const merged = { ...a, inputs };
    const others = b.inputs.map(({ shape }) => shape);
    this.builder.nodes.push(a.op === 'MatMul' ? withoutDivision(merged, others) : merged);
  }

  private pair(a: Value, b: Value | undefined): void {
    if (b) this.partners.set(a, b);
  }

  /** The value that stands for `a` in one graph and for `b` in the other. */
  private mergeValue(a: Value, b: Value | undefined, op: string): Value {
    if (!b) throw dependent(`calls ${op} differently`);
    if (!isConstant(a) || !isConstant(b)) {
      if (this.partners.get(a) !== b) throw dependent(`calls ${op} on other values`);
      return a;
    }
    if (sameShape(a.shape, b.shape) && sameData(a, b)) return a;
    const inferred = op === 'Reshape' && this.inferredShape(a, b);
    if (inferred) return inferred;
    const known = this.merged.get(a) ?? this.mergeConstants(a, b, op);
    this.merged.set(a, known);
    return known;
  }

  /** A reshape infers one length by itself, which the runtime optimizes better than a computed shape. */
  private inferredShape(a: Constant, b: Constant): Value | undefined {
    const [left, right] = [elements(a), elements(b)];
    const differs = (value: number, i: number) => value !== right[i];
    if (left.length !== right.length || left.filter(differs).length !== 1) return undefined;
    return this.builder.int64(left.map((value, i) => (differs(value, i) ? -1 : value)));
  }

  private mergeConstants(a: Constant, b: Constant, op: string): Value {
    if (isUniform(a) && isUniform(b) && sameData(a, b)) {
      const filler = { tensor: { dtype: a.dtype, data: a.data } };
      return this.builder.node('ConstantOfShape', [this.linear(a.shape, b.shape)], a, { value: filler });
    }
    const integers = a.dtype === 'int64' || a.dtype === 'int32';
    if (!integers || !sameShape(a.shape, b.shape)) throw dependent(`uses other numbers in ${op}`);
    const computed = this.linear(elements(a), elements(b));
    return this.builder.cast(this.builder.reshape(computed, a.shape), a.dtype);
  }

  /** `factor · rows + offset`, element by element. */
  private linear(left: readonly number[], right: readonly number[]): Value {
    const step = this.other.rows - this.one.rows;
    const factors = left.map((value, i) => ((right[i] ?? value) - value) / step);
    if (!factors.every(Number.isInteger)) throw dependent('uses lengths that are no multiples');
    const offsets = left.map((value, i) => value - (factors[i] ?? 0) * this.one.rows);
    const scaled = this.builder.binary('Mul', this.rows(), this.builder.int64(factors));
    return this.builder.binary('Add', scaled, this.builder.int64(offsets));
  }

  private rows(): Value {
    const [first] = this.inputs;
    if (!first) throw dependent('has no input');
    this.rowCount ??= this.builder.node(
      'Shape',
      [first],
      { shape: [1], dtype: 'int64' },
      { start: 0, end: 1 },
    );
    return this.rowCount;
  }

  private dimensions(a: Value, b: Value): Dimension[] {
    return a.shape.map((length, axis) => {
      if (length === b.shape[axis]) return length;
      return length === this.one.rows ? 'batch' : `batch_x_${length / this.one.rows}`;
    });
  }
}

function sameData(a: Constant, b: Constant): boolean {
  if (a.data === b.data) return true;
  if (a.dtype !== b.dtype || a.data.length !== b.data.length) return false;
  for (let i = 0; i < a.data.length; i++) if (!Object.is(a.data[i], b.data[i])) return false;
  return true;
}

function dependent(how: string): CompileError {
  return new CompileError(
    'untraceable',
    `The function cannot be exported for any number of rows, because it ${how} for another number; export it with a fixed batch`,
  );
}
