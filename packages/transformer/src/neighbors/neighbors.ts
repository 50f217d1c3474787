import type { SingleRowConfig } from '../config/single-row-config';
import type { EncodedRows } from '../encoding/encoded-rows';
import type { NeighborMemory } from './neighbor-memory';
import { RememberedRows } from './remembered-rows';

/** A memory of rows, ready to be asked. */
export class Neighbors {
  private remembered: RememberedRows | null = null;

  constructor(
    readonly memory: NeighborMemory,
    private readonly config: SingleRowConfig,
  ) {}

  /** Draws predictions of rows, scaled as the network has them, towards what the nearest remembered rows say. */
  async draw(predictions: ArrayLike<number>, rows: EncodedRows): Promise<Float64Array> {
    const { share, power } = this.memory;
    if (share === 0) return Float64Array.from(predictions);
    this.remembered ??= new RememberedRows(this.memory, this.config);
    const recalled = await this.remembered.recall(rows, power);
    return Float64Array.from(predictions, (value, i) => value + share * (recalled[i]! - value));
  }
}
