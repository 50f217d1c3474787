import { describe, expect, it } from '@jest/globals';
import { html } from './html';

describe('html', () => {
  it('escapes what is inserted', () => {
    const name = `<script>"x" & 'y'</script>`;
    expect(html`<b title="${name}">${name}</b>`.text).toBe(
      '<b title="&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;">&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;</b>',
    );
  });

  it('takes HTML, lists and nothing as they are', () => {
    const items = ['a', 'b'].map(item => html`<i>${item}</i>`);
    expect(html`<b>${items}${undefined}${3}</b>`.text).toBe('<b><i>a</i><i>b</i>3</b>');
  });
});
