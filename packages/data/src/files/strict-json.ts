import { requireText } from '../options/require-text';

/**
 * `JSON.parse` for files that may come from anyone: refuses what it lets pass silently, a key that comes twice in
 * one object (readers disagree on which counts) and the key `__proto__`.
 *
 * @throws SyntaxError where the text is not JSON, or holds such a key
 */
export function parseStrictJson(text: string): unknown {
  requireText('text', text);
  const value: unknown = JSON.parse(text);
  checkKeys(text);
  return value;
}

/** Goes through JSON known to be valid: braces outside strings open and close objects, a key is a string before a colon. */
function checkKeys(text: string): void {
  const openObjects: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') openObjects.push(new Set());
    else if (character === '}') openObjects.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (isBeforeColon(text, end)) addKey(openObjects.at(-1)!, JSON.parse(text.slice(at, end)) as string);
      at = end - 1;
    }
  }
}

function addKey(keys: Set<string>, key: string): void {
  if (key === '__proto__') throw new SyntaxError('expected ordinary keys; found "__proto__"');
  if (keys.has(key)) throw new SyntaxError(`expected distinct keys; found ${JSON.stringify(key)} twice`);
  keys.add(key);
}

/** The position after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isBeforeColon(text: string, at: number): boolean {
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === ':';
}
