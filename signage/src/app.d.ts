import 'node:http';

declare module 'node:http' {
  interface IncomingMessage {
    /** The API without a network between; set by server/http/front.ts. */
    api?: (request: Request) => Response | Promise<Response>;
  }
}

declare global {
  namespace App {
    interface Locals {
      /** Origins that may frame this one page (hooks.server.ts writes them into its CSP); absent: nobody but this house. */
      frameOrigins?: readonly string[];
    }
  }
}
