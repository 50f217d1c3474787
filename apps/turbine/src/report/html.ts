/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = string | number | Html | readonly Content[] | undefined;

/**
 * HTML from a template: what is inserted is escaped, unless it is {@link Html} itself.
 *
 * @example
 * html`<p>${'a < b'}</p>`.text; // <p>a &lt; b</p>
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.reduce((text, string, i) => text + toText(contents[i - 1]) + string));
}

function toText(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(toText).join('');
  return escape(String(content));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => escapes[character as keyof typeof escapes]);
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
