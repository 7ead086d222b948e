import 'node:http';

declare module 'node:http' {
  interface IncomingMessage {
    /** The API without a network between; set by server/http/front.ts. */
    api?: (request: Request) => Response | Promise<Response>;
  }
}
