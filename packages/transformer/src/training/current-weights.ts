import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { BatchCallbacks } from './run';

/**
 * Lets callbacks of batches see the weights as the last step left them. A compiled step keeps them in its runtime's
 * memory: they are brought when a callback first reads a weight of the network (predicts, evaluates, saves, gets
 * weights), so that a callback that reads none costs nothing.
 */
export class CurrentWeights {
  private isTold = false;
  private readonly weights;

  constructor(network: LayersModel, bring: () => void) {
    this.weights = network.weights;
    for (const weight of this.weights) {
      // An own property hides the class's method until it is deleted again.
      const { read } = weight;
      weight.read = () => {
        if (this.isTold) {
          this.isTold = false;
          bring();
        }
        return read.call(weight);
      };
    }
  }

  /** The callbacks, told about batches while weights are brought. */
  seenBy(callbacks: BatchCallbacks): BatchCallbacks {
    const telling = async (tell: () => Promise<void>) => {
      this.isTold = true;
      try {
        await tell();
      } finally {
        this.isTold = false;
      }
    };
    return {
      onBatchBegin: batch => telling(() => callbacks.onBatchBegin(batch)),
      onBatchEnd: (batch, logs) => telling(() => callbacks.onBatchEnd(batch, logs)),
    };
  }

  dispose(): void {
    for (const weight of this.weights) Reflect.deleteProperty(weight, 'read');
  }
}
