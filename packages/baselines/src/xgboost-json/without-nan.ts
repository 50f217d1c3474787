/** JSON text with `null` for each `NaN` outside of strings: XGBoost writes NaN, which JSON has not. */
export function withoutNaN(text: string): string {
  if (!text.includes('NaN')) return text;
  const parts: string[] = [];
  let copied = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isInString = !isInString;
    else if (character === '\\') i++;
    else if (character === 'N' && !isInString && text.startsWith('NaN', i)) {
      parts.push(text.slice(copied, i), 'null');
      copied = i + 3;
    }
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
