import { defineConfig } from 'vite';
import { forApp } from '../svelte.config.js';

export default defineConfig(forApp('signage'));
