// Loaded into the product's own server beside its main.ts (`node --expose-gc --import`).
import { heldMemory } from '../lib/held-memory.ts';
import { answering } from '../lib/messages.ts';

answering({ memory: heldMemory });
