import { describe, expect, it } from '@jest/globals';
import { Matrix } from 'ml-matrix';
import { LeastSquares } from './least-squares';

function solve(rows: number[][], blockRows = rows.length): number[] {
  const solver = new LeastSquares(rows[0]!.length - 1);
  for (let start = 0; start < rows.length; start += blockRows)
    solver.add(new Matrix(rows.slice(start, start + blockRows)));
  return solver.solve().coefficients;
}

const expectClose = (found: number[], expected: number[], digits = 12) => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits));
};

describe('LeastSquares', () => {
  it('solves an exact system', () => {
    expectClose(
      solve([
        [2, 1, 5],
        [1, -1, 1],
        [3, 4, 10],
      ]),
      [2, 1],
    );
  });

  it('minimizes the squared error of an overdetermined one', () => {
    // Σx² = 14, Σxy = 1·1 + 2·2 + 3·2 = 11
    expectClose(
      solve([
        [1, 1],
        [2, 2],
        [3, 2],
      ]),
      [11 / 14],
    );
  });

  it('gives the same whatever the blocks', () => {
    const rows = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(3 * i), 1, Math.sin(i * i)]);
    for (const blockRows of [1, 7]) expectClose(solve(rows, blockRows), solve(rows));
  });

  it('takes the shortest solution where columns depend on one another', () => {
    expectClose(
      solve([
        [1, 1, 2],
        [2, 2, 4],
        [3, 3, 6],
      ]),
      [1, 1],
    );
    expectClose(
      solve([
        [1, 0, 3],
        [2, 0, 6],
      ]),
      [3, 0],
    );
    expectClose(solve([[1, 2, 5]]), [1, 2]);
  });

  it('holds where the normal equations would not', () => {
    // XᵀX of these columns is singular in float64: 1 + 1e-18 rounds to 1.
    const e = 1e-9;
    expectClose(
      solve([
        [1, 1, 2],
        [e, 0, e],
        [0, e, e],
      ]),
      [1, 1],
      6,
    );
  });

  it('has nothing to solve without columns', () => {
    expect(solve([[1], [2]])).toEqual([]);
  });
});
