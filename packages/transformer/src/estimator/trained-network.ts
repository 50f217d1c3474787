import { HephError } from '@heph/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EncodedRows } from '../encoding/encoded-rows';
import { chooseEngine } from '../engine/choose-engine';
import type { TensorFunction } from '../engine/engine';
import { membersOf } from '../network/prediction-head';
import { inference, Predictor } from '../network/predictor';

const ROWS_WORTH_COMPILING = 1024;

/** A network with what has been made ready to predict by it. Its memory stays until nobody uses it any more. */
export class TrainedNetwork {
  private readonly predictors = new Map<string, Promise<Predictor>>();
  private users = 0;
  private isReleased = false;

  constructor(readonly network: LayersModel) {}

  /** Does something that needs the network until its end. */
  async use<T>(action: () => Promise<T>): Promise<T> {
    this.users++;
    try {
      return await action();
    } finally {
      this.users--;
      if (this.isReleased && this.users === 0) this.free();
    }
  }

  /** Gives the memory back: at once, or as soon as those are done who use it. */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    if (this.users === 0) this.free();
  }

  /**
   * The network's output for all rows, row-major.
   *
   * @throws HephError `diverged` naming the row for which it is no finite number
   */
  async predict(rows: EncodedRows): Promise<Float32Array> {
    return finite(await this.run('network', () => inference(this.network), rows), rows.numRows);
  }

  /** What each member of the network's ensemble says of all rows, row-major. @throws as `predict` does */
  async predictMembers(rows: EncodedRows): Promise<Float32Array> {
    const members = () => inference(membersOf(this.network) ?? this.network);
    return finite(await this.run('members', members, rows), rows.numRows);
  }

  /**
   * A function of the network's inputs for all rows, row-major. It is traced only where the table is worth it, and only
   * once.
   *
   * @param what a name for it
   * @param compute makes it; it may read the network's weights
   */
  async run(what: string, compute: () => TensorFunction, rows: EncodedRows): Promise<Float32Array> {
    const engine = rows.numRows < ROWS_WORTH_COMPILING ? 'eager' : 'auto';
    const key = `${what} ${engine}`;
    let predictor = this.predictors.get(key);
    if (predictor === undefined) {
      predictor = chooseEngine(engine).then(chosen => new Predictor(compute(), chosen));
      this.predictors.set(key, predictor);
      predictor.catch(() => this.predictors.delete(key));
    }
    return (await predictor).predict(rows);
  }

  private free(): void {
    for (const predictor of this.predictors.values())
      void predictor.then(
        made => made.dispose(),
        () => undefined,
      );
    this.predictors.clear();
    this.network.dispose();
  }
}

/** Weights that a training has blown up give what is no number: no caller should go on with that. */
function finite(outputs: Float32Array, numRows: number): Float32Array {
  const place = outputs.findIndex(value => !Number.isFinite(value));
  if (place < 0) return outputs;
  const row = Math.floor(place / (outputs.length / numRows)) + 1;
  throw new HephError(
    'diverged',
    `row ${row}: expected a finite number from the network; received ${outputs[place]}. ` +
      'Its training has diverged: fit with a smaller learningRate',
  );
}
