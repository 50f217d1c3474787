/** The place in the report's header where a link to a what-if page may go. */
export const pageLinkPlace = '<!-- link to the what-if page -->';

/** The report with a link to the page that lies beside it; unchanged where it has no place for one. */
export function withPageLink(report: string): string {
  return report.replace(
    pageLinkPlace,
    '<p class="lead"><a href="./">What if? Try a network on values of your own.</a></p>',
  );
}
