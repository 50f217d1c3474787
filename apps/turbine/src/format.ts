/** `12.3` in as many decimals as asked for, with the thousands set apart. */
export function decimal(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `1,234`. */
export function count(value: number): string {
  return decimal(value, 0);
}

/** `5.3%`, without a sign. */
export function percent(share: number): string {
  return `${decimal(Math.abs(share) * 100, 1)}%`;
}

/** `0.42 s`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${decimal(seconds, 2)} s`;
  if (seconds < 59.95) return `${decimal(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listing(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
