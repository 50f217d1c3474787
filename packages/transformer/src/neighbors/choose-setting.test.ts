import { describe, expect, it } from '@jest/globals';
import { chooseSetting } from './choose-setting';
import { powers } from './neighbor-memory';

const truth = Float32Array.of(1, 2, 3, 4);
const network = Float32Array.of(2, 1, 4, 3);

/** One power whose neighbours are asked `best`; those of all others know nothing. */
const recalled = (chosen: number, best: number[]) =>
  new Map(powers.map(power => [power, Float32Array.from(power === chosen ? best : [9, -9, 9, -9])]));

describe('chooseSetting', () => {
  it.each(powers)('finds that power %i is best, and the share that leaves the least error', power => {
    // The truth lies a quarter of the way from the network to these neighbours.
    const neighbours = Array.from(truth, (value, i) => network[i]! + 4 * (value - network[i]!));
    const setting = chooseSetting(truth, network, recalled(power, neighbours));
    expect(setting.power).toBe(power);
    expect(setting.share).toBeCloseTo(0.25, 6);
  });

  it('gives neighbours no more than all, and no less than no say', () => {
    const halfway = Array.from(truth, (value, i) => (value + network[i]!) / 2);
    expect(chooseSetting(truth, network, recalled(4, halfway)).share).toBe(1);
    const opposite = Array.from(truth, (value, i) => 2 * network[i]! - value);
    const nobody = new Map(powers.map(power => [power, Float32Array.from(opposite)]));
    expect(chooseSetting(truth, network, nobody).share).toBe(0);
  });
});
