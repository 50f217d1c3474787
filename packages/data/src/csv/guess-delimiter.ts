import Papa, { type ParseResult } from 'papaparse';

const candidates = [',', ';', '\t', '|'];
const rowsToCompare = 50;
const charactersToCompare = 1 << 16;

/**
 * What separates the cells of CSV text: of comma, semicolon, tab and bar the one that cuts the line of names and the rows
 * after it into the same number of cells, and into the most; where none does, the one that cuts the line of names.
 *
 * @param head the beginning of the text
 * @param isWhole whether it is all of it
 * @param fallback what is taken where the line of names has none of these
 */
export function guessDelimiter(
  head: string,
  isWhole: boolean,
  comment: string | undefined,
  fallback: string,
): string {
  const cuts = candidates
    .map(delimiter => cutBy(delimiter, head, isWhole, comment))
    .filter(({ names }) => names > 1)
    .sort((a, b) => Number(b.isEven) - Number(a.isEven) || (a.isEven ? b.names - a.names : 0));
  return cuts[0]?.delimiter ?? fallback;
}

function cutBy(delimiter: string, head: string, isWhole: boolean, comment: string | undefined) {
  const parser = new Papa.Parser({
    delimiter,
    newline: '\n',
    preview: rowsToCompare,
    ...(comment !== undefined && { comments: comment }),
  });
  const compared = head.slice(0, charactersToCompare);
  const { data } = parser.parse(compared, 0, !isWhole || compared.length < head.length) as ParseResult<
    string[]
  >;
  const rows = data.filter(cells => cells.length > 1 || !['', '\r'].includes(cells[0]!));
  const names = rows[0]?.length ?? 0;
  return { delimiter, names, isEven: rows.every(cells => cells.length === names) };
}
