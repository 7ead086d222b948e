/** 139****0001: enough for its owner to know it, too little to ring it. Landlines keep their last four digits. */
export function maskPhone(phone: string): string {
  return phone.length === 11
    ? `${phone.slice(0, 3)}****${phone.slice(7)}`
    : `${'*'.repeat(Math.max(0, phone.length - 4))}${phone.slice(-4)}`;
}

const fullWidthZero = 0xff10;

/**
 * A mainland mobile as people type it: full-width digits, spaces, dashes, +86 or 0086 in front.
 * @returns 11 digits, or `undefined`
 */
export function readMobile(typed: string): string | undefined {
  const digits = typed
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - fullWidthZero))
    .replace(/[\s\-()（）·.]/g, '')
    .replace(/^(\+|00)86/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
}
