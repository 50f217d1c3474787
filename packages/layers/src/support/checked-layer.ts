import { type Tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { checkOptions } from '../options/check-options';
import { type LayerArgs, type Shape } from './arguments';

/** The options of a layer's own, each named once: the type tells when one is missing or too many. */
export type OptionNames<Args> = { readonly [Name in Exclude<keyof Args, keyof LayerArgs>]-?: true };

/** A size that an axis must have, or the name of one that may have any; `'…'` in front: any axes before the others. */
export type Axis = number | string;

/** What `Layer` of TensorFlow.js takes, and what its `getConfig` writes. */
const commonOptions: Readonly<Record<keyof LayerArgs, true>> = {
  name: true,
  trainable: true,
  dtype: true,
  inputShape: true,
  batchInputShape: true,
  batchSize: true,
  weights: true,
  inputDType: true,
};

/** A layer that refuses options it does not have, and once built, inputs of another shape than it was built for. */
export abstract class CheckedLayer extends layers.Layer {
  private expected: readonly (readonly Axis[][])[] = [];

  /** Options are checked where a class declares `optionNames` of its own: a subclass may take others. */
  constructor(args: LayerArgs) {
    const { className } = new.target as unknown as { className: string };
    if (Object.hasOwn(new.target, 'optionNames')) {
      const { optionNames } = new.target as unknown as { optionNames: object };
      // TensorFlow.js adds the classes it was given to the configuration that it loads.
      const known = { ...optionNames, ...commonOptions };
      checkOptions(factoryName(className), withoutCustomObjects(args), Object.keys(known));
    }
    super(args);
  }

  /** To be called by `build`: the shapes that the one input may have. */
  protected expectInput(...alternatives: Axis[][]): void {
    this.expected = [alternatives];
  }

  /** To be called by `build` of a layer with several inputs: the shape of each. */
  protected expectInputs(...shapes: Axis[][]): void {
    this.expected = shapes.map(shape => [shape]);
  }

  /** The one tensor that the layer was given. `call` checks by itself, for a model does not go through `apply`. */
  protected onlyInput(inputs: Tensor | Tensor[]): Tensor {
    const list = [inputs].flat();
    if (list.length !== 1) throw new RangeError(`expected one input tensor; received ${list.length}`);
    this.checkShapes(list);
    return list[0]!;
  }

  /** The tensors that a layer of several inputs was given. */
  protected allInputs(inputs: Tensor | Tensor[]): Tensor[] {
    const list = [inputs].flat();
    this.checkShapes(list);
    return list;
  }

  protected override assertInputCompatibility(
    inputs: Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[],
  ): void {
    super.assertInputCompatibility(inputs);
    if (this.built) this.checkShapes([inputs].flat());
  }

  private checkShapes(inputs: readonly { readonly shape: Shape }[]): void {
    if (this.expected.length === 0) return;
    const fits =
      inputs.length === this.expected.length &&
      inputs.every(({ shape }, i) => this.expected[i]!.some(axes => hasShape(shape, axes)));
    if (fits) return;
    const expected = this.expected.map(alternatives => alternatives.map(text).join(' or ')).join(' and ');
    const received = inputs.map(({ shape }) => text(shape)).join(' and ');
    const several = inputs.length > 1 ? 's' : '';
    throw new RangeError(
      `${factoryName(this.getClassName())} expects input ${expected}; received shape${several} ${received}`,
    );
  }
}

/** Whether a shape, with `null` where a size is open, is of the kind that is expected. */
function hasShape(shape: Shape, axes: readonly Axis[]): boolean {
  const fixed = axes[0] === '…' ? axes.slice(1) : axes;
  const start = shape.length - fixed.length;
  if (axes[0] === '…' ? start < 0 : start !== 0) return false;
  return fixed.every((axis, i) => {
    const size = shape[start + i];
    return typeof axis === 'string' || size == null || size === axis;
  });
}

function text(shape: readonly (Axis | null)[]): string {
  return `[${shape.join(', ')}]`;
}

function withoutCustomObjects(args: object): object {
  if (typeof args !== 'object' || args === null || !('customObjects' in args)) return args;
  const { customObjects: _, ...own } = args;
  return own;
}

/** `HephLowRankCross` is made by `lowRankCross`, which is what users write. */
function factoryName(className: string): string {
  const name = className.replace(/^Heph/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}
