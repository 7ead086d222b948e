/** What a posting is found by; the asking side stands beside it in search/terms.ts. */
export { searchTermsOf as searchTerms } from '../search/terms.ts';
