import { type Graph, type Node, rewrite } from '../graph/graph';
import { type Constant, type Value, isConstant } from '../graph/value';

/** Constants of up to this many elements are compared by their content. */
const comparedElements = 64;

/** Computes what is computed twice once: nodes of one operator on the same inputs with the same attributes. */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const seen = new Map<string, Node>();
  const keys = new ValueKeys();
  return rewrite(graph, (original, replace, emit) => {
    const node = { ...original, inputs: original.inputs.map(value => keys.firstEqual(value)) };
    const key = [
      node.domain,
      node.op,
      JSON.stringify(node.attributes),
      ...node.inputs.map(value => keys.of(value)),
    ].join('|');
    const first = seen.get(key);
    if (!first) {
      seen.set(key, node);
      emit(node);
      return;
    }
    node.outputs.forEach((output, i) => replace(output, first.outputs[i] ?? output));
  });
}

/** A text for every value: the same for equal small constants, else one of its own. */
class ValueKeys {
  private readonly keys = new Map<Value, string>();
  private readonly firsts = new Map<string, Value>();

  /** The first value with the same key: one constant instead of many equal ones. */
  firstEqual(value: Value): Value {
    const key = this.of(value);
    const first = this.firsts.get(key) ?? value;
    this.firsts.set(key, first);
    return first;
  }

  of(value: Value): string {
    const known = this.keys.get(value);
    if (known !== undefined) return known;
    const comparable = isConstant(value) && value.data.length <= comparedElements;
    const key = comparable ? contentOf(value) : `#${this.keys.size}`;
    this.keys.set(value, key);
    return key;
  }
}

function contentOf({ dtype, shape, data }: Constant): string {
  // Join would write −0 as 0.
  const texts = Array.from(data as ArrayLike<unknown>, item => (Object.is(item, -0) ? '-0' : String(item)));
  return `${dtype}[${shape.join()}](${texts.join()})`;
}
