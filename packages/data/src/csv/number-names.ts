const bareExponent = /^(\d+)[eE]\d+$/;
const zero = 48;
const nine = 57;

/**
 * Tells columns of numbers from columns of names that are made of digits. What a double cannot tell apart stays text:
 *
 * - a cell with a leading zero (`01234`, `007.1`);
 * - whole numbers of which one lies beyond 2⁵³, where neighbours become one (`9007199254740993`);
 * - whole numbers of which some are written in digits and some with an exponent (`100` beside `1e2`, or `10e1`).
 *
 * The latter two do not hold where some cell is a quantity: has a decimal point, or an exponent with a sign, as programs
 * write it (`1e+20`).
 */
export class NumberNames {
  private isQuantity = false;
  private isBeyondDoubles = false;
  private hasDigits = false;
  private hasExponents = false;

  /** Whether the cells so far are names rather than numbers. */
  get areNames(): boolean {
    return !this.isQuantity && (this.isBeyondDoubles || (this.hasDigits && this.hasExponents));
  }

  /** @returns whether this cell alone makes the column text */
  see(text: string, value: number): boolean {
    if (hasLeadingZero(text)) return true;
    if (!this.isQuantity) this.compare(text, value);
    return false;
  }

  private compare(text: string, value: number): void {
    if (!Number.isInteger(value)) this.isQuantity = true;
    else if (isDigits(text)) {
      this.hasDigits = true;
      if (!Number.isSafeInteger(value)) this.isBeyondDoubles = true;
    } else {
      const mantissa = bareExponent.exec(text)?.[1];
      if (mantissa === undefined) this.isQuantity = true;
      else {
        this.hasExponents = true;
        // Whoever writes numbers with exponents has one digit before it.
        if (mantissa.length > 1) this.hasDigits = true;
      }
    }
  }
}

function hasLeadingZero(text: string): boolean {
  return text.charCodeAt(0) === zero && text.length > 1 && isDigit(text.charCodeAt(1));
}

/** Whether there are only digits, after a sign or none. */
function isDigits(text: string): boolean {
  for (let at = isDigit(text.charCodeAt(0)) ? 0 : 1; at < text.length; at++)
    if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
