// The only module of the core that other layers import.
export { openTree } from './tree/open.ts';
