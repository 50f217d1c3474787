import type { NetworkOptions } from '@heph/transformer';

/**
 * The shape of an enhanced network where nothing else is asked for: every column's token enters a deep head at once, with
 * its interactions. On the tables that it was measured on, blocks of attention brought nothing beside these and took
 * most of the time, and dropout in the head cost a tenth on one of them; see docs/studies/presets.md.
 */
export function enhancedDefaults({ dropout = 0 }: NetworkOptions): NetworkOptions {
  return { pooling: 'flatten', numLayers: 0, headLayers: 3, headDropout: dropout };
}
