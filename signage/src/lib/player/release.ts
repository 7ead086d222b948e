import { version } from '$app/env';

/** Which build this page is. Told to the studio, and compared with what the server has. */
export const playerRelease: string = version;
