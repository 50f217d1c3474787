import { categoryMatcher } from '../labels/category-matcher';
import { CategoricalColumn } from './column';

/** The column with categories spelled as known ones are, where they are the same; those that become one are one then. */
export function respelled(column: CategoricalColumn, known: readonly string[]): CategoricalColumn {
  const match = categoryMatcher(known);
  const spelled = column.categories.map(category => known[match(category)] ?? category);
  if (spelled.every((category, code) => category === column.categories[code])) return column;
  const codeOf = new Map<string, number>();
  const codes = spelled.map(category => {
    const code = codeOf.get(category) ?? codeOf.size;
    codeOf.set(category, code);
    return code;
  });
  return new CategoricalColumn(
    column.name,
    column.codes.map(code => codes[code] ?? -1),
    Object.freeze([...codeOf.keys()]),
  );
}
