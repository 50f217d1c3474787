/** A name as part of a file's name: `Random Forest` gives `random-forest`. */
export function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
