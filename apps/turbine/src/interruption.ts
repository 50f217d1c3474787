/** The user has asked to stop; the message says what was kept. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}
