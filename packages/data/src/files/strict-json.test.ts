import { describe, expect, it } from '@jest/globals';
import { parseStrictJson } from './strict-json';

describe('parseStrictJson', () => {
  it.each([
    '{"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}',
    '{"a": "a", "b": "\\"a\\": 1, \\\\", "c": "{}"}',
    '["a", "a", "__proto__"]',
    '{"k" \n\t : 1}',
    '"a"',
    '1e3',
  ])('reads %s as JSON.parse does', text => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['{"a": 1, "a": 1}', /"a" twice/],
    ['[{"x": {"a": [1], "\\u0061" : 2}}]', /"a" twice/],
    ['{"x": {"__proto__": 1}}', /__proto__/],
    ['{"_\\u005fproto__": 1}', /__proto__/],
    ['{"a": }', /JSON/],
    ['', /JSON/],
  ])('refuses %s', (text, message) => {
    expect(() => parseStrictJson(text)).toThrow(SyntaxError);
    expect(() => parseStrictJson(text)).toThrow(message);
  });
});
