import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { SingleRowConfig } from './single-row-config';

const table = Table.fromColumns({
  speed: [3, 1, 2],
  year: [2012, 2011, 2012],
  colour: ['red', null, 'blue'],
  price: [1, 2, 3],
});

describe('SingleRowConfig', () => {
  it('reads the roles of the columns off a table', () => {
    const config = SingleRowConfig.generate(table, { target: 'price', categorical: ['year'] });
    expect(config.toJSON()).toEqual({
      target: 'price',
      numericColumns: ['speed'],
      categoricalColumns: ['year', 'colour'],
      categories: { year: ['2011', '2012'], colour: ['blue', 'red'] },
    });
    expect(config.features).toEqual(['speed', 'year', 'colour']);
  });

  it('survives JSON', () => {
    const config = SingleRowConfig.generate(table);
    expect(SingleRowConfig.fromJSON(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(config.target).toBeNull();
  });

  it.each([
    [null],
    [{}],
    [{ target: 3, numericColumns: [], categoricalColumns: [], categories: {} }],
    [{ target: null, numericColumns: [1], categoricalColumns: [], categories: {} }],
    [{ target: null, numericColumns: [], categoricalColumns: ['a'], categories: {} }],
  ])('refuses %j', json => {
    expect(() => SingleRowConfig.fromJSON(json)).toThrow(/expected a SingleRowConfig/);
  });

  it('names a column that is not there', () => {
    expect(() => SingleRowConfig.generate(table, { target: 'cost' })).toThrow(/"cost"/);
    expect(() => SingleRowConfig.generate(table, { categorical: ['make'] })).toThrow(/"make"/);
  });

  it('refuses a table with nothing but the target', () => {
    expect(() => SingleRowConfig.generate(table.select(['price']), { target: 'price' })).toThrow(
      /at least one column besides the target/,
    );
  });
});
