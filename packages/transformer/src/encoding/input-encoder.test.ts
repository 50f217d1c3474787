import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { SingleRowConfig } from '../config/single-row-config';
import { CategoryCode, CellState, NUM_RESERVED_CODES } from './encoded-rows';
import { InputEncoder } from './input-encoder';

const train = Table.fromColumns({ x: [1, 3, NaN, 5], flat: [7, 7, 7, 7], kind: ['a', 'b', 'a', null] });
const config = SingleRowConfig.generate(train);

describe('InputEncoder', () => {
  it('standardises with the statistics of the training rows and marks what is missing', () => {
    const rows = InputEncoder.fit(config, train).encode(train);
    const deviation = Math.sqrt(8 / 3);
    expect(Array.from(rows.numeric)).toEqual(
      [-2 / deviation, 0, 0, 0, 0, 0, 2 / deviation, 0].map(Math.fround),
    );
    expect(Array.from(rows.states)).toEqual([0, 0, 0, 0, CellState.missing, 0, 0, 0]);
    expect(Array.from(rows.categorical)).toEqual([
      NUM_RESERVED_CODES,
      NUM_RESERVED_CODES + 1,
      NUM_RESERVED_CODES,
      CategoryCode.missing,
    ]);
  });

  it('reads categories of other tables by name, unseen ones as unknown', () => {
    const encoder = InputEncoder.fit(config, train);
    const other = Table.fromColumns({ kind: ['b', 'c', 'a'], flat: [1, 1, 1], x: [1, 1, 1] });
    expect(Array.from(encoder.encode(other).categorical)).toEqual([
      NUM_RESERVED_CODES + 1,
      CategoryCode.unknown,
      NUM_RESERVED_CODES,
    ]);
  });

  it('treats a category of the vocabulary that no training row has as unknown', () => {
    const encoder = InputEncoder.fit(config, train.take([0, 2]));
    expect(Array.from(encoder.encode(train.take([0, 1])).categorical)).toEqual([
      NUM_RESERVED_CODES,
      CategoryCode.unknown,
    ]);
  });

  it('keeps small differences of large numbers', () => {
    const large = Table.fromColumns({ x: [1e12, 1e12 + 1, 1e12 + 2] });
    const rows = InputEncoder.fit(SingleRowConfig.generate(large), large).encode(large);
    expect(rows.numeric[2]! - rows.numeric[0]!).toBeCloseTo(Math.sqrt(6), 5);
  });

  it('encodes the same after its state has been through JSON', () => {
    const encoder = InputEncoder.fit(config, train);
    const again = InputEncoder.fromState(config, JSON.parse(JSON.stringify(encoder.state)));
    expect(again.encode(train)).toEqual(encoder.encode(train));
  });

  it('names column and row of what it cannot read', () => {
    const encoder = InputEncoder.fit(config, train);
    const infinite = train.withColumn('x', [1, Infinity, 1, 1]);
    expect(() => encoder.encode(infinite)).toThrow(/column "x", row 2: expected a finite number/);
    expect(() => encoder.encode(train.drop(['x']))).toThrow(/"x"/);
    expect(() => encoder.encode(train.withColumn('x', ['1', 'two', '3', '4']))).toThrow(
      /column "x": expected numbers/,
    );
  });
});
