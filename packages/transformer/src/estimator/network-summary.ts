import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The table that `tf.LayersModel.summary` prints, as text. */
export function networkSummary(network: LayersModel): string {
  const lines: string[] = [];
  network.summary(undefined, undefined, message => lines.push(String(message ?? '')));
  return lines.join('\n');
}
