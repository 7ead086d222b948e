// The device's key lives in the browser alone.
export const ssr = false;
