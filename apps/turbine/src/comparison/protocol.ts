export const protocolNames = ['fair', 'original'] as const;

/** Who may see what: `fair` is the same for all; `original` is that of the Python project's published table. */
export type ProtocolName = (typeof protocolNames)[number];

/** What `--protocol` takes. */
export const protocolChoices = [...protocolNames, 'both'] as const;

export type ProtocolChoice = (typeof protocolChoices)[number];

export function protocolsOf(choice: ProtocolChoice): readonly ProtocolName[] {
  return choice === 'both' ? protocolNames : [choice];
}

/** The protocol in a sentence. */
export const protocolDescriptions: Readonly<Record<ProtocolName, string>> = {
  fair: 'Fair protocol: every model sees the same columns, and none sees a test row before it is scored.',
  original:
    'Original protocol, that of the Python project’s table: linear regression and the trees are not shown the year, and the networks learn from the validation rows too and choose their epoch and the share of neighbours on the test rows, which flatters them.',
};
