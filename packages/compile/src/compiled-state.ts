import { type Variable, tensor as makeTensor } from '@tensorflow/tfjs-core';
import { CompileError } from './errors';
import { type Runtime, type RuntimeTensor, type TypedArray } from './runtime/runtime';
import { tensorDType } from './trace/trace';

/** One variable as the runtime sees it. */
interface Cell {
  /** What the next run reads. */
  current: RuntimeTensor;
  /** What the next run writes, for variables that are assigned. */
  spare: RuntimeTensor | undefined;
  /** The variable's data when it was last equal to `current`: another one means that somebody assigned it. */
  dataId: object;
  /** Whether `current` is newer than the variable. */
  ahead: boolean;
}

/**
 * The live values of variables, kept in the runtime's memory. Every variable that a program assigns has two buffers,
 * which take turns as input and output, so that no weight is copied between runs. Compiled functions that are given
 * the same state work on the same weights: a training step and a prediction, for example.
 */
export class CompiledState {
  private readonly cells = new Map<Variable, Cell>();
  private queue: Promise<unknown> = Promise.resolve();

  /** Runs one task after the other: two programs never write the same weights at once. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const result = this.queue.then(task, task);
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** The variable's value for a program's input. A variable that was assigned since is read again. */
  async input(runtime: Runtime, variable: Variable): Promise<RuntimeTensor> {
    return (await this.upToDate(runtime, variable)).current;
  }

  /** A buffer for the variable's next value. */
  async output(runtime: Runtime, variable: Variable): Promise<RuntimeTensor> {
    const cell = await this.upToDate(runtime, variable);
    cell.spare ??= runtime.createTensor(tensorDType(variable.dtype), emptyLike(variable), variable.shape);
    return cell.spare;
  }

  /** After a run: what was written becomes the variable's value, and the old value's buffer is free. */
  advance(variable: Variable, written: RuntimeTensor): void {
    const { current, dataId = variable.dataId } = this.cells.get(variable) ?? {};
    this.cells.set(variable, { current: written, spare: current, dataId, ahead: true });
  }

  /** Writes the values that runs have changed back to their `tf.Variable`s. */
  sync(): void {
    for (const [variable, cell] of this.cells) {
      if (!cell.ahead || variable.isDisposed || cell.dataId !== variable.dataId) continue;
      const data = (cell.current.data as TypedArray).slice();
      const value = makeTensor(data, variable.shape, tensorDType(variable.dtype));
      variable.assign(value);
      value.dispose();
      cell.dataId = variable.dataId;
      cell.ahead = false;
    }
  }

  /** Forgets all values; the variables keep what was last synced. */
  dispose(): void {
    this.cells.clear();
  }

  private async upToDate(runtime: Runtime, variable: Variable): Promise<Cell> {
    if (variable.isDisposed)
      throw new CompileError(
        'disposed',
        `The variable ${variable.name} was disposed; compile the step again`,
      );
    const known = this.cells.get(variable);
    if (known?.dataId === variable.dataId) return known;
    const { dataId } = variable;
    // A copy: on some backends data() gives out the variable's own memory, which the runs are going to overwrite.
    const data = (await variable.data()).slice();
    const current = runtime.createTensor(tensorDType(variable.dtype), data, variable.shape);
    const cell: Cell = { current, spare: known?.spare, dataId, ahead: false };
    this.cells.set(variable, cell);
    return cell;
  }
}

function emptyLike(variable: Variable): TypedArray {
  switch (tensorDType(variable.dtype)) {
    case 'float32':
      return new Float32Array(variable.size);
    case 'int32':
      return new Int32Array(variable.size);
    case 'bool':
      return new Uint8Array(variable.size);
  }
}
