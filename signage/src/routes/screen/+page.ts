// The player lives in the browser alone, and its service worker's scope ends with a slash.
export const ssr = false;
export const trailingSlash = 'always';
